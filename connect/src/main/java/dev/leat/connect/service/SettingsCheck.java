package dev.leat.connect.service;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules that the numbers of {@code config.yml} keep, each for itself and among each other. */
final class SettingsCheck {

    private static final Duration LONGEST = Duration.ofHours(1);

    /** Six signs of life: with less, a slow answer would take a job away from its own service. */
    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(60);

    private final List<Problem> problems = new ArrayList<>();

    SettingsCheck(Pace pace, Limits limits, BulkOptions bulk, Requests requests) {
        check(pace);
        check(limits);
        check(bulk, requests);
        check(bulk.errorMonitor());
        check(requests);
    }

    void throwProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private void check(Pace pace) {
        positive("service.idling", pace.idling());
        require(
                pace.idleJob().compareTo(SHORTEST_SILENCE) >= 0,
                "service.job_idle_limit",
                "must be at least %s, but is %s: jobs that run say so every 10 s"
                        .formatted(seconds(SHORTEST_SILENCE), seconds(pace.idleJob())));
        require(
                pace.heartbeat().compareTo(pace.idling()) > 0,
                "service.heartbeat",
                "must be more than service.idling, which is " + seconds(pace.idling()));
        require(
                pace.jobCleanup().compareTo(pace.idling()) > 0,
                "service.job_cleanup_interval",
                "must be more than service.idling, which is " + seconds(pace.idling()));
    }

    private void check(Limits limits) {
        atLeast(1, "service.max_concurrent_content_syncs", limits.contentSyncs());
        atLeast(1, "service.max_concurrent_access_control_syncs", limits.accessControlSyncs());
        atLeast(1, "service.max_concurrent_scheduling_tasks", limits.schedulingTasks());
        atLeast(0, "service.max_errors", limits.errors());
        positive("service.max_errors_span", limits.errorSpan());
        require(
                limits.fileBytes() == null || (limits.fileBytes() > 0 && limits.fileBytes() <= 1L << 30),
                "service.max_file_download_size",
                "must be from 1 byte to 1 GiB, but is " + limits.fileBytes());
        require(
                limits.deleteRatio() >= 0 && limits.deleteRatio() <= 1,
                "service.max_delete_ratio",
                "must be from 0 to 1, but is " + limits.deleteRatio());
    }

    private void check(BulkOptions bulk, Requests requests) {
        require(
                bulk.chunkSize() >= 250 && bulk.chunkSize() <= 10_000,
                "elasticsearch.bulk.chunk_size",
                "must be from 250 to 10000, but is " + bulk.chunkSize());
        require(
                bulk.chunkBytes() >= 1 << 20 && bulk.chunkBytes() <= bulk.queueBytes(),
                "elasticsearch.bulk.chunk_max_mem_size",
                "must be at least 1 (MiB) and not more than elasticsearch.bulk.queue_max_mem_size");
        atLeast(1, "elasticsearch.bulk.max_concurrency", bulk.concurrency());
        atLeast(1, "elasticsearch.bulk.concurrent_downloads", bulk.downloads());
        atLeast(bulk.concurrency(), "elasticsearch.bulk.queue_max_size", bulk.queueSize());
        require(bulk.documentBytes() >= 0, "elasticsearch.bulk.max_text_document_size", "must not be negative");
        require(
                bulk.queueTimeout().compareTo(requests.longest()) >= 0,
                "elasticsearch.bulk.queue_refresh_timeout",
                "must be at least %s, which one request with all its retries may take; it is %s"
                        .formatted(seconds(requests.longest()), seconds(bulk.queueTimeout())));
    }

    private void check(BulkOptions.ErrorMonitor monitor) {
        String prefix = "elasticsearch.bulk.error_monitor.";
        atLeast(0, prefix + "max_consecutive_errors", monitor.consecutive());
        atLeast(monitor.consecutive(), prefix + "max_total_errors", monitor.total());
        atLeast(monitor.consecutive() + 1, prefix + "error_window_size", monitor.window());
        require(
                monitor.kept() >= 0 && monitor.kept() <= monitor.window(),
                prefix + "error_queue_size",
                "must not be more than error_window_size, which is " + monitor.window());
        require(
                monitor.rate() > 0 && monitor.rate() <= 1,
                prefix + "max_error_rate",
                "must be more than 0 and not more than 1, but is " + monitor.rate());
    }

    private void check(Requests requests) {
        positive("elasticsearch.request_timeout", requests.timeout());
        positive("elasticsearch.initial_backoff_duration", requests.initialBackoff());
        atLeast(0, "elasticsearch.max_retries", requests.retries());
        require(!requests.retryInterval().isNegative(), "elasticsearch.retry_interval", "must not be negative");
        require(
                requests.backoffMultiplier() >= 1,
                "elasticsearch.backoff_multiplier",
                "must be at least 1, but is " + requests.backoffMultiplier());
        require(
                requests.longest().compareTo(LONGEST) <= 0,
                "elasticsearch.max_retries",
                "one request with all its retries may take %s; the most is one hour"
                        .formatted(seconds(requests.longest())));
        require(
                requests.maxWait().compareTo(LONGEST) <= 0,
                "elasticsearch.max_wait_duration",
                "must not be more than one hour, but is " + seconds(requests.maxWait()));
        atLeast(2, "service.preflight_max_attempts", requests.preflightAttempts());
        require(!requests.preflightIdle().isNegative(), "service.preflight_idle", "must not be negative");
    }

    private void positive(String key, Duration value) {
        require(value.isPositive(), key, "must be more than 0, but is " + seconds(value));
    }

    private void atLeast(int least, String key, int value) {
        require(value >= least, key, "must be at least %d, but is %d".formatted(least, value));
    }

    private void require(boolean holds, String key, String message) {
        if (!holds) {
            problems.add(new Problem(key, message));
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() / 1000.0 + " s";
    }
}
