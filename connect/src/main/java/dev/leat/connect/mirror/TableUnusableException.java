package dev.leat.connect.mirror;

/** The id table of an earlier process cannot be used; the message says why in a few words that follow "because". */
final class TableUnusableException extends Exception {

    private static final long serialVersionUID = 1L;

    TableUnusableException(String reason) {
        super(reason);
    }
}
