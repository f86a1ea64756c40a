package dev.leat.app.sync;

import dev.leat.app.monitoring.Health;
import dev.leat.cassandra.service.PairStatus;
import dev.leat.cassandra.service.SyncStatus;
import dev.leat.cassandra.sync.Conflict;
import dev.leat.cassandra.sync.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a sync is, as it is told to who asks: names of tables and indices, counts, and no configuration. */
public final class SyncHealth {

    private SyncHealth() {}

    /** The health of a sync with that status. */
    public static Health of(SyncStatus status) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("status", word(status));
        fields.put("since", status.since().toString());
        List<Object> pairs = new ArrayList<>();
        status.pairs().forEach(pair -> pairs.add(fields(pair)));
        fields.put("pairs", pairs);
        return new Health(status.isAlive(), status.isReady(), fields);
    }

    private static String word(SyncStatus status) {
        if (!status.isAlive()) {
            return "stopped";
        }
        boolean isFailing = status.pairs().stream().anyMatch(pair -> pair.state() == PairStatus.State.FAILING);
        return status.isReady() ? "running" : isFailing ? "failing" : "starting";
    }

    /** What is told of a pair. */
    public static Map<String, @Nullable Object> fields(PairStatus pair) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("pair", pair.name());
        fields.put("table", pair.table());
        fields.put("index", pair.index());
        fields.put("state", pair.state().name().toLowerCase(Locale.ROOT));
        fields.put("lag_seconds", seconds(pair.lag()));
        fields.put(
                "last_cycle", pair.lastCycle() == null ? null : pair.lastCycle().toString());
        fields.put("last_cycle_seconds", seconds(pair.took()));
        fields.put("rows_per_second", rounded(pair.rows()));
        fields.put("documents_per_second", rounded(pair.documents()));
        for (Event event : Event.values()) {
            if (isConflict(event)) {
                continue;
            }
            fields.put(word(event), pair.count(event));
        }
        Map<String, Object> conflicts = new LinkedHashMap<>();
        for (Conflict conflict : Conflict.values()) {
            conflicts.put(conflict.name().toLowerCase(Locale.ROOT), pair.count(Event.valueOf(conflict.name())));
        }
        fields.put("conflicts", conflicts);
        fields.put("last_error", pair.lastError());
        return fields;
    }

    /** Whether an event is a conflict, by its kind. */
    static boolean isConflict(Event event) {
        for (Conflict conflict : Conflict.values()) {
            if (conflict.name().equals(event.name())) {
                return true;
            }
        }
        return false;
    }

    /** What an event is called for programs: {@code documents_written}, {@code dead_letters}. */
    public static String word(Event event) {
        return switch (event) {
            case DOCUMENT_WRITTEN -> "documents_written";
            case DOCUMENT_DELETED -> "documents_deleted";
            case ROW_WRITTEN -> "rows_written";
            case ROW_DELETED -> "rows_deleted";
            case DEAD_LETTER -> "dead_letters";
            case IN_STEP, ROW_WON, DOCUMENT_WON, WRITE_OVER_DELETE, LEFT, AGAIN, HELD_BACK, FORGOTTEN ->
                event.name().toLowerCase(Locale.ROOT);
        };
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : rounded(duration.toNanos() / 1e9);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
