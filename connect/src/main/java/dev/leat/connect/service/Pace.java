package dev.leat.connect.service;

import java.time.Duration;

/**
 * How often the service does what it does again and again.
 *
 * @param idling {@code service.idling}: between two looks at connectors and jobs
 * @param heartbeat {@code service.heartbeat}: between two signs of life of a connector
 * @param jobCleanup {@code service.job_cleanup_interval}: between two searches for idle and orphaned jobs
 * @param idleJob {@code service.job_idle_limit}: a running job not heard of for this long is given up
 */
public record Pace(Duration idling, Duration heartbeat, Duration jobCleanup, Duration idleJob) {

    public static Pace standard() {
        return new Pace(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));
    }
}
