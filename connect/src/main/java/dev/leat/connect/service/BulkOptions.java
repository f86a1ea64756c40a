package dev.leat.connect.service;

import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;

/**
 * How documents are written, {@code elasticsearch.bulk}.
 *
 * @param chunkSize {@code chunk_size}: operations of one request
 * @param chunkBytes {@code chunk_max_mem_size}, given in MiB
 * @param queueSize {@code queue_max_size}: documents that wait; checked only, for they are bounded by their bytes
 * @param queueBytes {@code queue_max_mem_size}, given in MiB
 * @param queueTimeout {@code queue_refresh_timeout}
 * @param patience how long a document waits for Elasticsearch before the job ends: what {@code queue_refresh_timeout}, or
 *     {@code max_retries} and {@code retry_interval}, come to where they are given; else as long as it is away
 * @param concurrency {@code max_concurrency}: requests at the same time
 * @param downloads {@code concurrent_downloads}: contents fetched at the same time
 * @param documentBytes {@code max_text_document_size}, given in MiB: larger documents without attachment are left out;
 *     0 for no limit
 * @param errorMonitor {@code error_monitor}
 */
public record BulkOptions(
        int chunkSize,
        long chunkBytes,
        int queueSize,
        long queueBytes,
        Duration queueTimeout,
        RetryPolicy patience,
        int concurrency,
        int downloads,
        long documentBytes,
        ErrorMonitor errorMonitor) {

    /**
     * When a job that meets errors ends, {@code elasticsearch.bulk.error_monitor}.
     *
     * @param mode {@code enabled}
     * @param total {@code max_total_errors}; one more ends the job
     * @param consecutive {@code max_consecutive_errors}; one more ends the job
     * @param rate {@code max_error_rate} of the last {@code window} documents; a larger one ends the job
     * @param window {@code error_window_size}
     * @param kept {@code error_queue_size}: errors that are kept to be shown
     */
    public record ErrorMonitor(Mode mode, int total, int consecutive, double rate, int window, int kept) {

        /** Whether errors end a job. */
        public enum Mode {
            ENFORCE,
            COUNT_ONLY
        }

        public static ErrorMonitor standard() {
            return new ErrorMonitor(Mode.ENFORCE, 1000, 10, 0.15, 100, 10);
        }
    }

    public static BulkOptions standard() {
        return new BulkOptions(
                500,
                3L << 20,
                1024,
                25L << 20,
                Duration.ofSeconds(1300),
                RetryPolicy.untilAvailable(),
                5,
                10,
                3L << 20,
                ErrorMonitor.standard());
    }
}
