package dev.leat.local;

import java.time.Duration;

/** What a start of the local Elasticsearch is busy with. */
public sealed interface StartProgress {
    /**
     * The distribution is being fetched: needed once per version and machine.
     *
     * @param doneBytes what has arrived and been verified or is arriving, in bytes as transferred
     * @param totalBytes what is needed, in the same unit
     */
    record Downloading(ElasticsearchVersion version, long doneBytes, long totalBytes) implements StartProgress {}

    /** The node's process runs and is not ready yet. */
    record Starting(ElasticsearchVersion version, Duration elapsed) implements StartProgress {}

    /** Another process fetches the same distribution, or starts a node on the same data directory. */
    record Waiting(String whatFor) implements StartProgress {}
}
