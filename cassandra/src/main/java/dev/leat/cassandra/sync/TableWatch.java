package dev.leat.cassandra.sync;

/** Finds the rows that were written lately, by a version or date column. Errors as {@link TableSide}. */
public interface TableWatch {

    /**
     * Hands over the rows whose version is at that time or later.
     *
     * @param since microseconds
     * @param handler gets positions that mean nothing
     * @return the highest version that was seen in microseconds; {@link Long#MIN_VALUE} when there was no row
     */
    long changes(long since, PageHandler handler);
}
