package dev.leat.elastic.bulk;

import dev.leat.elastic.cluster.Cluster;

/** Writes documents in bulk. */
@SuppressWarnings("DoNotCallSuggester")
public final class BulkWriter implements AutoCloseable {

    private BulkWriter() {}

    /** Opens a writer; nothing is sent yet. */
    public static BulkWriter open(Cluster cluster, BulkSettings settings, OutcomeListener listener) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Accepts one operation; blocks while too many bytes are in flight. */
    public void write(BulkOperation operation) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Blocks until everything written so far has an outcome. */
    public void flush() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The account so far. */
    public BulkReport report() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Sends what is left, waits for it, and gives the final account. */
    public BulkReport finish() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Stops at once. */
    public void cancel() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
