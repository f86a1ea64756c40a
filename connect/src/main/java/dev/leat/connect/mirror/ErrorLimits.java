package dev.leat.connect.mirror;

import dev.leat.elastic.ConfigException;

/**
 * How many documents may fail before a run is given up: a limit is exceeded, not just reached. The defaults are those of
 * Elastic's connector service.
 *
 * @param maxTotal failures over the whole run
 * @param maxConsecutive failures with no document between them that is in order
 * @param maxRate the part, from 0 to 1, of the last {@code window} documents that may have failed; until there are that
 *     many, those that are missing count as in order
 * @param window how many documents the rate looks at
 */
public record ErrorLimits(long maxTotal, long maxConsecutive, double maxRate, int window) {

    public ErrorLimits {
        if (maxTotal < 0 || maxConsecutive < 0) {
            throw new ConfigException(
                    "error_monitor", "max_total_errors and max_consecutive_errors must not be negative");
        }
        if (!(maxRate >= 0 && maxRate <= 1)) {
            throw new ConfigException("error_monitor.max_error_rate", "must be from 0 to 1, but is " + maxRate);
        }
        if (window < 1) {
            throw new ConfigException("error_monitor.error_window_size", "must be at least 1, but is " + window);
        }
    }

    /** 1,000 in all, 10 in a row, 15 in 100. */
    public static ErrorLimits standard() {
        return new ErrorLimits(1_000, 10, 0.15, 100);
    }

    /** No limits: failures are only counted. */
    public static ErrorLimits none() {
        return new ErrorLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1, 1);
    }
}
