package dev.leat.app.load;

/** A line is not what it should be. Made without a stack trace: a file may have a million of them. */
final class MalformedLineException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason what is wrong with the line, never what stands in it
     */
    MalformedLineException(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong with the line. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
