package dev.leat.cassandra.sync;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts events, and knows which keys are refused, so that each counts once for as long as it is. Thread-safe. */
public final class Tally {

    /** Refused keys that are known, at most: beyond, they count and are reported whenever they are looked at. */
    private static final int MOST_REFUSED = 50_000;

    private final Map<Fingerprint, Fingerprint> refused = new ConcurrentHashMap<>();
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

    /** Whether a key was refused for that reason when it was last looked at. */
    boolean isRefused(RowKey key, Side side, String reason) {
        return fingerprint(side, reason).equals(refused.get(Fingerprint.of(key.values())));
    }

    /** A key is refused for another reason than before, or for the first time. */
    void addRefused(RowKey key, Side side, String reason) {
        add(Event.DEAD_LETTER);
        Fingerprint hash = Fingerprint.of(key.values());
        if (refused.size() < MOST_REFUSED || refused.containsKey(hash)) {
            refused.put(hash, fingerprint(side, reason));
        }
    }

    /** A key was looked at, and not refused. */
    void accept(RowKey key) {
        if (!refused.isEmpty()) {
            refused.remove(Fingerprint.of(key.values()));
        }
    }

    private static Fingerprint fingerprint(Side side, String reason) {
        return Fingerprint.of(side + " " + reason);
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
