package dev.leat.elastic.internal;

/** An answer that is not what was asked for: cut off, or not JSON. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedJsonException(String what, int position) {
        super(what + " at byte " + position);
    }
}
