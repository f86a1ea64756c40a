package dev.leat.cassandra.config;

import dev.leat.cassandra.table.ConnectionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole sync: one Cassandra cluster, one Elasticsearch cluster, and the pairs between them.
 *
 * @param elasticsearch the URLs of Elasticsearch with commas between, as {@code config.json} names them; null when the file
 *     leaves that to others
 * @param pairs at least one, with different names and different indices
 * @param http where health and metrics are served; null when they are not
 * @param dataDirectory where state and scratch files of this sync are; null when the file does not say
 * @param notices what is worth to be said of the file, and keeps nothing from working
 */
public record SyncConfig(
        ConnectionSettings cassandra,
        @Nullable String elasticsearch,
        List<PairConfig> pairs,
        @Nullable HttpConfig http,
        @Nullable Path dataDirectory,
        List<String> notices) {

    public SyncConfig {
        pairs = List.copyOf(pairs);
        notices = List.copyOf(notices);
    }

    /**
     * An address to listen at.
     *
     * @param isNamed whether somebody asked for this port: another one will not do then
     */
    public record HttpConfig(String host, int port, boolean isNamed) {}

    /** A pair by its name. */
    public Optional<PairConfig> findPair(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).findFirst();
    }

    /** The same with some of its pairs. */
    public SyncConfig withPairs(List<PairConfig> some) {
        return new SyncConfig(cassandra, elasticsearch, some, http, dataDirectory, notices);
    }
}
