package dev.leat.local;

import java.time.Duration;

/** What the start of a local node is busy with. */
public sealed interface StartProgress {
    /**
     * The distribution is being fetched: needed once per version and machine.
     *
     * @param product what is fetched, such as {@code Elasticsearch 9.4.3}
     * @param doneBytes what has arrived and been verified or is arriving, in bytes as transferred
     * @param totalBytes what is needed, in the same unit
     */
    record Downloading(String product, long doneBytes, long totalBytes) implements StartProgress {}

    /**
     * The node's process runs and is not ready yet.
     *
     * @param product what is started, such as {@code Elasticsearch 9.4.3}
     */
    record Starting(String product, Duration elapsed) implements StartProgress {}

    /** Another process fetches the same distribution, or starts a node on the same data directory. */
    record Waiting(String whatFor) implements StartProgress {}
}
