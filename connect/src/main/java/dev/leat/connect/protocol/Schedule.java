package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.Default;
import dev.leat.datastore.mapping.Extra;
import java.util.Map;

/**
 * When jobs of one type are due.
 *
 * @param interval a Quartz cron expression, seconds first
 */
public record Schedule(
        boolean enabled,
        @Default(NEVER_CHANGED) String interval,
        @Extra Map<String, Object> extra) {

    /** What stands in documents that nobody has scheduled: midnight. */
    static final String NEVER_CHANGED = "0 0 0 * * ?";

    /** Never; at midnight once somebody enables it. */
    public static Schedule disabled() {
        return new Schedule(false, NEVER_CHANGED, Map.of());
    }

    /** At the times of a Quartz cron expression. */
    public static Schedule at(String interval) {
        return new Schedule(true, interval, Map.of());
    }
}
