package dev.leat.cassandra.service;

import dev.leat.cassandra.sync.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a pair is at a moment.
 *
 * @param table keyspace and table
 * @param counts what has happened since this instance began
 * @param rows written or deleted in a second, over the last minute
 * @param documents likewise
 * @param lag everything that was written longer ago has been seen; null before the first cycle
 * @param lastCycle when the last cycle ended; null before the first
 * @param took how long that was
 * @param lastError what ended the last cycle early; null when it came to its end
 */
public record PairStatus(
        String name,
        String table,
        String index,
        State state,
        Map<Event, Long> counts,
        double rows,
        double documents,
        @Nullable Duration lag,
        @Nullable Instant lastCycle,
        @Nullable Duration took,
        @Nullable String lastError) {

    /** What this instance does with a pair. */
    public enum State {
        /** The stores are being opened, or the first cycle runs. */
        STARTING,
        /** It works on the pair. */
        LEADER,
        /** Another instance does. */
        STANDBY,
        /** The last cycle was ended by an error; it is tried again. */
        FAILING,
        /** It works on it no more. */
        STOPPED
    }

    public PairStatus {
        counts = Map.copyOf(counts);
    }

    /** How often it happened. */
    public long count(Event event) {
        return counts.getOrDefault(event, 0L);
    }

    /** How many keys were looked at. */
    public long keys() {
        return count(Event.IN_STEP) + documentsChanged() + rowsChanged() + count(Event.LEFT) + deadLetters();
    }

    public long documentsChanged() {
        return count(Event.DOCUMENT_WRITTEN) + count(Event.DOCUMENT_DELETED);
    }

    public long rowsChanged() {
        return count(Event.ROW_WRITTEN) + count(Event.ROW_DELETED);
    }

    PairStatus withRates(double rows, double documents) {
        return new PairStatus(name, table, index, state, counts, rows, documents, lag, lastCycle, took, lastError);
    }

    public long deadLetters() {
        return count(Event.DEAD_LETTER);
    }
}
