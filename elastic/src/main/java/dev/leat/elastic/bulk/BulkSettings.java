package dev.leat.elastic.bulk;

import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link BulkWriter} gathers, sends and repeats.
 *
 * @param maxRequestBytes where a request is cut; one larger operation goes alone
 * @param maxRequestOperations where a request is cut by count
 * @param linger how long an operation waits for others before a request goes that is not full
 * @param maxBytesInFlight bytes of operations without an outcome, beyond which {@link BulkWriter#write} blocks
 * @param maxConcurrency most requests at once; the writer finds by itself how many of these do good
 * @param retryPolicy how long refusals and outages are waited out, counted from an operation's first failed sending;
 *     beyond it the writer fails
 * @param finishDeadline how long {@link BulkWriter#finish} and {@link BulkWriter#close} wait for what is under way
 * @param pipeline the ingest pipeline that documents go through; null for the index's own, if any
 */
public record BulkSettings(
        long maxRequestBytes,
        int maxRequestOperations,
        Duration linger,
        long maxBytesInFlight,
        int maxConcurrency,
        RetryPolicy retryPolicy,
        Duration finishDeadline,
        @Nullable String pipeline,
        Target target) {

    public BulkSettings {
        require("maxRequestBytes", maxRequestBytes, 1);
        require("maxRequestOperations", maxRequestOperations, 1);
        require("maxBytesInFlight", maxBytesInFlight, 1);
        require("maxConcurrency", maxConcurrency, 1);
        if (linger.isNegative() || finishDeadline.isNegative()) {
            throw new IllegalArgumentException("linger and finishDeadline must not be negative");
        }
    }

    private static void require(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + " and is " + value);
        }
    }

    /**
     * Settings that suit most documents, with the retry policy {@link RetryPolicy#standard()}. Requests of 2 MiB were the
     * fastest of 1, 2, 5 and 10 MiB, measured with documents of 400 bytes on a node with two cores. What is in flight is
     * twice what four such requests hold: more keeps nobody busier, and is copied by the garbage collector.
     */
    public static BulkSettings standard() {
        return new BulkSettings(
                2L << 20,
                5_000,
                Duration.ofMillis(100),
                16L << 20,
                4,
                RetryPolicy.standard(),
                Duration.ofMinutes(1),
                null,
                Target.INDEX_OR_ALIAS);
    }

    public BulkSettings withMaxRequestBytes(long maxRequestBytes) {
        return new BulkSettings(
                maxRequestBytes,
                maxRequestOperations,
                linger,
                maxBytesInFlight,
                maxConcurrency,
                retryPolicy,
                finishDeadline,
                pipeline,
                target);
    }

    public BulkSettings withMaxRequestOperations(int maxRequestOperations) {
        return new BulkSettings(
                maxRequestBytes,
                maxRequestOperations,
                linger,
                maxBytesInFlight,
                maxConcurrency,
                retryPolicy,
                finishDeadline,
                pipeline,
                target);
    }

    public BulkSettings withLinger(Duration linger) {
        return new BulkSettings(
                maxRequestBytes,
                maxRequestOperations,
                linger,
                maxBytesInFlight,
                maxConcurrency,
                retryPolicy,
                finishDeadline,
                pipeline,
                target);
    }

    public BulkSettings withMaxBytesInFlight(long maxBytesInFlight) {
        return new BulkSettings(
                maxRequestBytes,
                maxRequestOperations,
                linger,
                maxBytesInFlight,
                maxConcurrency,
                retryPolicy,
                finishDeadline,
                pipeline,
                target);
    }

    public BulkSettings withMaxConcurrency(int maxConcurrency) {
        return new BulkSettings(
                maxRequestBytes,
                maxRequestOperations,
                linger,
                maxBytesInFlight,
                maxConcurrency,
                retryPolicy,
                finishDeadline,
                pipeline,
                target);
    }

    public BulkSettings withRetryPolicy(RetryPolicy retryPolicy) {
        return new BulkSettings(
                maxRequestBytes,
                maxRequestOperations,
                linger,
                maxBytesInFlight,
                maxConcurrency,
                retryPolicy,
                finishDeadline,
                pipeline,
                target);
    }

    public BulkSettings withFinishDeadline(Duration finishDeadline) {
        return new BulkSettings(
                maxRequestBytes,
                maxRequestOperations,
                linger,
                maxBytesInFlight,
                maxConcurrency,
                retryPolicy,
                finishDeadline,
                pipeline,
                target);
    }

    public BulkSettings withPipeline(@Nullable String pipeline) {
        return new BulkSettings(
                maxRequestBytes,
                maxRequestOperations,
                linger,
                maxBytesInFlight,
                maxConcurrency,
                retryPolicy,
                finishDeadline,
                pipeline,
                target);
    }

    public BulkSettings withTarget(Target target) {
        return new BulkSettings(
                maxRequestBytes,
                maxRequestOperations,
                linger,
                maxBytesInFlight,
                maxConcurrency,
                retryPolicy,
                finishDeadline,
                pipeline,
                target);
    }
}
