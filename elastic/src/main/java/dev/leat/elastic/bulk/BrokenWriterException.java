package dev.leat.elastic.bulk;

import dev.leat.elastic.LeatException;

/** The writer itself broke: a defect, or the machine ran out of something. */
final class BrokenWriterException extends LeatException {

    private static final long serialVersionUID = 1L;

    BrokenWriterException(Throwable cause) {
        super("the bulk writer broke: " + cause, cause);
    }
}
