package dev.leat.elastic.cluster;

import java.io.IOException;

/** Why an answer was broken off that is larger than its request has room for. */
public final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    AnswerTooLargeException(long mostBytes) {
        super("the answer is larger than the " + mostBytes + " bytes that there is room for");
    }
}
