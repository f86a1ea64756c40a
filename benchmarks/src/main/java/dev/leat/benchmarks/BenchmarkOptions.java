package dev.leat.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured, and how thoroughly.
 *
 * @param size of a document in bytes
 * @param runs measured rounds of each contest
 * @param warmUps rounds before, which are not counted
 * @param shards a contest is held for each of these numbers of primary shards
 * @param elasticsearch a cluster to measure; null for a node of our own
 * @param nodeHeapMegabytes of a node of our own
 * @param leat the command {@code leat} of an assembled distribution; null to leave its rows out
 * @param work the folder for data, removed at the end
 * @param quietSeconds how long to wait for the machine to have nothing else to do, before each contest
 * @param only leaves out contenders whose names do not hold this text
 * @param operations of the datastore that are measured
 * @param sources service types of the connectors that are measured
 * @param parts of the sync that are measured
 * @param forkOptions flags for each Java process in which they are
 */
record BenchmarkOptions(
        int documents,
        int size,
        int runs,
        int warmUps,
        List<Integer> shards,
        @Nullable URI elasticsearch,
        int nodeHeapMegabytes,
        @Nullable Path leat,
        Path work,
        int quietSeconds,
        String only,
        List<String> operations,
        List<String> sources,
        List<String> parts,
        List<String> forkOptions,
        Tuning tuning,
        Download download,
        Placement placement) {

    /** Whether the best settings of the raw peers are searched for. */
    enum Tuning {
        SEARCHED,
        /** Those that were the best so far are taken: quicker, for a look in between. */
        GIVEN
    }

    /** Whether the first download of Elasticsearch is measured. */
    enum Download {
        MEASURED,
        LEFT_OUT
    }

    /** On which processors the two sides run. */
    enum Placement {
        /** Client and server share them all. */
        TOGETHER,
        /** One half is the server's, the other the client's, as if each had a machine of its own. */
        APART
    }

    BenchmarkOptions {
        shards = List.copyOf(shards);
        operations = List.copyOf(operations);
        sources = List.copyOf(sources);
        parts = List.copyOf(parts);
        forkOptions = List.copyOf(forkOptions);
    }

    Documents data() {
        return new Documents(documents, size);
    }

    /** Of all documents with their line feeds. */
    long dataBytes() {
        return (long) documents * (size + 1);
    }
}
