package dev.leat.elastic.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leat.elastic.Backoff;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.bulk.StubServer.Answer;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Writers before servers that do exactly what a test says, and what they are given to write. */
final class StubbedWriters {

    private static final RetryPolicy QUICK =
            RetryPolicy.untilAvailable().withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)));

    private final List<AutoCloseable> opened = new ArrayList<>();

    static BulkSettings settings() {
        return BulkSettings.standard()
                .withLinger(Duration.ofMillis(1))
                .withRetryPolicy(QUICK)
                .withFinishDeadline(Duration.ofSeconds(20));
    }

    static BulkOperation operation(int number) {
        return BulkOperation.index("i", "id-" + number, ("{\"n\":" + number + "}").getBytes(UTF_8));
    }

    /** A server that takes requests and does not answer. */
    static StubServer.Handler never() {
        CountDownLatch latch = new CountDownLatch(1);
        return (path, body) -> {
            latch.await();
            return new Answer(200, "{}");
        };
    }

    BulkWriter open(StubServer server, BulkSettings settings, OutcomeListener listener) {
        opened.add(server);
        Cluster cluster = Cluster.connect(server.url().toString(), Credentials.none());
        opened.add(cluster);
        return BulkWriter.open(cluster, settings, listener);
    }

    /** Closes all, the last one first. */
    void close() throws Exception {
        for (AutoCloseable resource : opened.reversed()) {
            resource.close();
        }
    }
}
