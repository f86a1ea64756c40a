package dev.leat.cassandra.sync;

/** Keeps what could not be brought to the other side, with the reason. Thread-safe; what is added is kept when it returns. */
@FunctionalInterface
public interface DeadLetters {

    /**
     * Keeps one.
     *
     * @param side which side's row or document cannot be mapped or written
     */
    void add(RowKey key, Side side, String reason);
}
