package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/**
 * How far a pair has come: everything before it has been acknowledged by the other side.
 *
 * @param feed the position in the changes of the index
 * @param watermark the version up to which rows have been seen, in microseconds
 * @param scan where the scan of the table goes on that is not finished; null at its beginning
 * @param isCopied whether the table has been read whole at least once
 * @param reconciledAt when both sides were last compared whole, in microseconds
 */
public record Checkpoint(
        String feed, long watermark, @Nullable String scan, boolean isCopied, long reconciledAt) {

    Checkpoint withFeed(String feed) {
        return new Checkpoint(feed, watermark, scan, isCopied, reconciledAt);
    }

    Checkpoint withWatermark(long watermark) {
        return new Checkpoint(feed, watermark, scan, isCopied, reconciledAt);
    }

    Checkpoint withScan(String scan) {
        return new Checkpoint(feed, watermark, scan, isCopied, reconciledAt);
    }

    Checkpoint withScanDone() {
        return new Checkpoint(feed, watermark, null, true, reconciledAt);
    }

    Checkpoint withReconciledAt(long time) {
        return new Checkpoint(feed, watermark, scan, isCopied, time);
    }
}
