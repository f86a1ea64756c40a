package dev.leat.cassandra.sync;

/** Finds the rows that were written lately, by a version or date column. Thread-safe. Errors as {@link TableSide}. */
public interface TableWatch {

    /**
     * Hands over the rows whose version lies between two times, both included, and perhaps others.
     *
     * @param since microseconds
     * @param until microseconds; {@link Long#MAX_VALUE} for no end
     * @param handler gets positions that mean nothing, and no row twice
     * @return the highest version that was seen in microseconds; {@link Long#MIN_VALUE} when there was no row
     */
    long changes(long since, long until, PageHandler handler);

    /** Whether the rows of a short time are found without a look at others. */
    boolean isQuick();
}
