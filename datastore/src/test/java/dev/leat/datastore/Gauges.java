package dev.leat.datastore;

import dev.leat.datastore.mapping.Id;
import java.util.ArrayList;
import java.util.List;

/** Gauges of rivers, before and after one of their fields changed its type. */
public final class Gauges {

    private Gauges() {}

    /** As they were. */
    public record Gauge(@Id String id, int level, long count, boolean fixed, List<String> log) {}

    /** As they are to be: the level is a long. */
    public record LaterGauge(@Id String id, long level, long count, boolean fixed, List<String> log) {

        static LaterGauge of(String id, long level, boolean fixed) {
            return new LaterGauge(id, level, 0, fixed, List.of());
        }

        LaterGauge withLevel(long changed) {
            return new LaterGauge(id, changed, count, fixed, log);
        }

        LaterGauge counted(String entry) {
            List<String> longer = new ArrayList<>(log);
            longer.add(entry);
            return new LaterGauge(id, level, count + 1, fixed, longer);
        }
    }
}
