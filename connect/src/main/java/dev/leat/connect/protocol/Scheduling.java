package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.Extra;
import dev.leat.datastore.mapping.Name;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When the jobs of a connector are due, by their types. */
public record Scheduling(
        @Nullable Schedule full,
        @Nullable Schedule incremental,
        @Name(Names.ACCESS_CONTROL) @Nullable Schedule accessControl,
        @Extra Map<String, Object> extra) {

    /** What a new connector has: nothing is due. */
    public static Scheduling disabled() {
        return new Scheduling(Schedule.disabled(), Schedule.disabled(), Schedule.disabled(), Map.of());
    }

    /** The schedule of one type; disabled where the document has none. */
    public Schedule of(JobType type) {
        Schedule schedule = switch (type) {
            case FULL -> full;
            case INCREMENTAL -> incremental;
            case ACCESS_CONTROL -> accessControl;
            case UNKNOWN -> null;
        };
        return schedule == null ? Schedule.disabled() : schedule;
    }

    /** The same with another schedule for one type. */
    public Scheduling with(JobType type, Schedule schedule) {
        return switch (type) {
            case FULL -> new Scheduling(schedule, incremental, accessControl, extra);
            case INCREMENTAL -> new Scheduling(full, schedule, accessControl, extra);
            case ACCESS_CONTROL -> new Scheduling(full, incremental, schedule, extra);
            case UNKNOWN -> throw new IllegalArgumentException("jobs of an unknown type have no schedule");
        };
    }
}
