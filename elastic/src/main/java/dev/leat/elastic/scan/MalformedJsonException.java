package dev.leat.elastic.scan;

/** An answer that is not what a search answers: cut off, or not JSON. */
final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String what, int position) {
        super(what + " at byte " + position);
    }
}
