package dev.leat.cassandra.sync;

import dev.leat.local.CassandraOptions;
import dev.leat.local.LocalCassandra;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions;
import dev.leat.testing.TestDirectories;
import dev.leat.testing.TestElasticsearch;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pair that runs, while one of its stores is stopped and started again on its data. In the full run only. */
class RestartsIT {

    @TempDir
    Path scratch;

    /** The store that was started again. */
    private AutoCloseable again = () -> {};

    enum Store {
        CASSANDRA,
        ELASTICSEARCH
    }

    static Stream<Store> restarted() {
        return Boolean.getBoolean("leat.test.full") ? Stream.of(Store.values()) : Stream.empty();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("restarted")
    void goesOnByItselfAfterAStoreWasRestarted(Store store) throws Exception {
        Path ofTable = TestDirectories.create();
        Path ofIndex = TestDirectories.create();
        CassandraOptions tableOptions = CassandraOptions.forTests(ofTable);
        LocalOptions indexOptions = LocalOptions.forTests(ofIndex).withVersion(TestElasticsearch.version());
        try (LocalCassandra cassandra = LocalCassandra.start(tableOptions);
                LocalElasticsearch elasticsearch = LocalElasticsearch.start(indexOptions)) {
            String contactPoint = "127.0.0.1:" + cassandra.address().getPort();
            String url = elasticsearch.url().toString();
            var servers = new RunningPair.Servers(cassandra::execute, contactPoint, url, contactPoint, url);
            try (RunningPair pair = new RunningPair(servers, "restarts", scratch)) {
                pair.outage(
                        () -> {
                            pair.write();
                            stop(store, cassandra, elasticsearch);
                            pair.awaitCycle();
                        },
                        () -> again = switch (store) {
                            case CASSANDRA ->
                                LocalCassandra.start(tableOptions.withPort(
                                        cassandra.address().getPort()));
                            case ELASTICSEARCH ->
                                LocalElasticsearch.start(indexOptions.withHttpPort(
                                        elasticsearch.url().getPort()));
                        });
            }
        } finally {
            again.close();
            LocalCassandra.destroy(ofTable);
            LocalElasticsearch.destroy(ofIndex);
        }
    }

    private static void stop(Store store, LocalCassandra cassandra, LocalElasticsearch elasticsearch) {
        switch (store) {
            case CASSANDRA -> cassandra.stop();
            case ELASTICSEARCH -> elasticsearch.stop();
        }
    }
}
