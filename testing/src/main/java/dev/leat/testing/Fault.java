package dev.leat.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One way in which {@link FaultProxy} treats a request. */
public sealed interface Fault {
    /** What kinds there are, for counting. */
    enum Kind {
        NONE,
        DROP_BEFORE_SEND,
        DROP_AFTER_SEND,
        DROP_AFTER_ANSWER,
        DELAY,
        STATUS,
        ITEMS,
        HALF_RESPONSE,
        RESET_WHEN_IDLE
    }

    /** The kind that this fault is counted as. */
    default Kind kind() {
        return switch (this) {
            case None none -> Kind.NONE;
            case DropBeforeSend drop -> Kind.DROP_BEFORE_SEND;
            case DropAfterSend drop -> Kind.DROP_AFTER_SEND;
            case DropAfterAnswer drop -> Kind.DROP_AFTER_ANSWER;
            case Delay delay -> Kind.DELAY;
            case Status status -> Kind.STATUS;
            case Items items -> Kind.ITEMS;
            case HalfResponse half -> Kind.HALF_RESPONSE;
            case ResetWhenIdle reset -> Kind.RESET_WHEN_IDLE;
        };
    }

    /** The request and its answer go through untouched. */
    record None() implements Fault {}

    /** The connection is closed without an answer, and the node never sees the request. */
    record DropBeforeSend() implements Fault {}

    /** The request is forwarded whole, and the connection is closed at once: the node carries it out meanwhile. */
    record DropAfterSend() implements Fault {}

    /** The request is forwarded, the node's answer awaited, and then the connection is closed without it. */
    record DropAfterAnswer() implements Fault {}

    /** The request is forwarded only after that time; the answer goes through untouched. */
    record Delay(Duration time) implements Fault {}

    /**
     * The node never sees the request; it is answered with this status: 429 and 503 with an error of Elasticsearch, 413
     * without a body, anything else with a page as proxies make them.
     *
     * @param retryAfterSeconds the value of the header {@code Retry-After}; nothing sends none
     */
    record Status(int status, @Nullable Integer retryAfterSeconds) implements Fault {
        /** A status without {@code Retry-After}. */
        public Status(int status) {
            this(status, null);
        }
    }

    /**
     * Chosen items of a {@code _bulk} request are kept back from the node and reported as failed; the others are
     * forwarded. On any other request this does nothing.
     */
    record Items(ItemChoice choice) implements Fault {}

    /** Chooses which items of a bulk request fail, and how. */
    @FunctionalInterface
    interface ItemChoice {
        /**
         * The status that an item fails with, 429 or 503; 0 lets it through.
         *
         * @param position the item's position in the request, from 0
         * @param action the item's action line
         */
        int statusOf(int position, String action);
    }

    /** The request is forwarded, the head and half of the body of the answer come back, then the connection is closed. */
    record HalfResponse() implements Fault {}

    /** All goes well, and the kept-alive connection is reset (RST) that long after the answer, unless it is in use again. */
    record ResetWhenIdle(Duration after) implements Fault {}
}
