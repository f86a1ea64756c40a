package dev.leat.connect;

/**
 * Says that a source cannot tell what has changed since a position: its log does not reach back that far, or the position
 * is of another system. Only a full sync helps.
 */
public final class CursorLostException extends SourceException {

    private static final long serialVersionUID = 1L;

    /** An exception with a message for the user: one line that says what was lost and why. */
    public CursorLostException(String message) {
        super(message);
    }
}
