package dev.leat.cassandra.sync;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts events. Thread-safe. */
public final class Tally {

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

    public Tally() {
        for (Event event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    void add(Event event) {
        add(event, 1);
    }

    void add(Event event, long more) {
        adder(event).add(more);
    }

    void count(Decision.ToIndex done) {
        add(done.write() instanceof DocWrite.Put ? Event.DOCUMENT_WRITTEN : Event.DOCUMENT_DELETED);
        count(done.conflict());
    }

    void count(Decision.ToTable done) {
        add(done.write() instanceof RowWrite.Delete ? Event.ROW_DELETED : Event.ROW_WRITTEN);
        count(done.conflict());
    }

    /** How often it happened so far. */
    public long count(Event event) {
        return adder(event).sum();
    }

    /** All counts as they are now. */
    public Map<Event, Long> snapshot() {
        Map<Event, Long> snapshot = new EnumMap<>(Event.class);
        counts.forEach((event, count) -> snapshot.put(event, count.sum()));
        return snapshot;
    }

    private void count(@Nullable Conflict conflict) {
        if (conflict != null) {
            add(Event.of(conflict));
        }
    }

    private LongAdder adder(Event event) {
        return Objects.requireNonNull(counts.get(event));
    }
}
