package dev.leat.elastic.cluster;

/** What a second sending of a request would do, which decides what happens when its answer was lost. */
public enum Repeat {

    /** Changes nothing, or nothing that matters twice: sent again, and any answer counts. */
    READ,

    /**
     * A second sending has the same effect, but its answer may differ (absent, exists already, conflict): sent again;
     * such an answer after a loss is an {@link dev.leat.elastic.OutcomeUnknownException} unless it was expected.
     */
    IDEMPOTENT,

    /** A second sending would count twice: verified if the request says how, else the outcome is unknown. */
    ONCE
}
