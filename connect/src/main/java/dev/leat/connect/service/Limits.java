package dev.leat.connect.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much the service does at once and puts up with.
 *
 * @param contentSyncs {@code service.max_concurrent_content_syncs}: full and incremental jobs at the same time
 * @param accessControlSyncs {@code service.max_concurrent_access_control_syncs}
 * @param schedulingTasks {@code service.max_concurrent_scheduling_tasks}: connectors looked at the same time
 * @param errors {@code service.max_errors}: with more errors of its loops within the span, the service ends
 * @param errorSpan {@code service.max_errors_span}
 * @param fileBytes {@code service.max_file_download_size}: files beyond it are indexed without content; null for each
 *     source's own limit, which is 10 MiB for most
 * @param deleteRatio {@code service.max_delete_ratio}, from 0 to 1: a full sync that would delete a larger part of the
 *     index deletes nothing
 */
public record Limits(
        int contentSyncs,
        int accessControlSyncs,
        int schedulingTasks,
        int errors,
        Duration errorSpan,
        @Nullable Long fileBytes,
        double deleteRatio) {

    public static Limits standard() {
        return new Limits(1, 1, 4, 20, Duration.ofMinutes(10), null, 0.2);
    }
}
