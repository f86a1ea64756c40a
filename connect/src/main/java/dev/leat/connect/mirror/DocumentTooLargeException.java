package dev.leat.connect.mirror;

/** Says that a document is larger than a document may be. */
final class DocumentTooLargeException extends Exception {

    private static final long serialVersionUID = 1L;

    DocumentTooLargeException(String reason) {
        super(reason);
    }
}
