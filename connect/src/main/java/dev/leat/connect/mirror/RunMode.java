package dev.leat.connect.mirror;

/** Whether a run changes anything. */
public enum RunMode {
    /** Brings the index in line with the source. */
    WRITE,
    /** Walks through everything and writes nothing, no index and no job state either; says what would be done. */
    DRY_RUN
}
