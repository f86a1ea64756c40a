package dev.leat.elastic.bulk;

import static dev.leat.elastic.bulk.StubbedWriters.operation;
import static dev.leat.elastic.bulk.StubbedWriters.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.elastic.Backoff;
import dev.leat.elastic.BlockedException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.StubServer.Answer;
import dev.leat.elastic.bulk.WriteOutcome.Unsent;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a writer does when the server refuses all, or is not there: it waits, or fails and says why. */
@Timeout(30)
class BulkWriterRefusalTest {

    private final StubbedWriters writers = new StubbedWriters();
    private final Outcomes outcomes = new Outcomes();

    @AfterEach
    void closeAll() throws Exception {
        writers.close();
    }

    @Test
    void wrongCredentialsFailTheWriterAtOnce() {
        StubServer server = new StubServer((path, body) -> StubServer.error(401, "security_exception"));
        BulkWriter writer = writers.open(server, settings().withMaxConcurrency(1), outcomes);
        writer.write(operation(1));
        writer.write(operation(1));

        await().untilAsserted(() -> assertThatThrownBy(() -> writer.write(operation(2)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("POST /_bulk was refused")
                .hasMessageContaining("check the API key, or user and password"));
        assertThatThrownBy(writer::flush).isInstanceOf(RejectedException.class);
        assertThatThrownBy(writer::finish).isInstanceOf(RejectedException.class);
        assertThat(writer.report().unsent()).isEqualTo(writer.report().submitted());
        assertThat(outcomes.of("i", "id-1")).hasOnlyElementsOfType(Unsent.class).hasSize(2);
    }

    @Test
    void aMissingPrivilegeFailsTheWriterInsteadOfFillingDeadLetters() {
        StubServer server = new StubServer((path, body) -> new Answer(
                200,
                "{\"errors\":true,\"items\":[{\"index\":{\"status\":403,\"error\":{\"type\":\"security_exception\","
                        + "\"reason\":\"action is unauthorized\"}}}]}"));
        BulkWriter writer = writers.open(server, settings().withMaxRequestOperations(1), outcomes);
        writer.write(operation(1));

        assertThatThrownBy(writer::finish)
                .isInstanceOf(RejectedException.class)
                .hasMessage("bulk write to i was refused: action is unauthorized; check the credentials and their "
                        + "privileges on that index");
        assertThat(outcomes.of("i", "id-1")).hasExactlyElementsOfTypes(Unsent.class);
    }

    @Test
    void blocksAreWaitedOut() {
        AtomicInteger requests = new AtomicInteger();
        StubServer server = new StubServer((path, body) -> switch (requests.incrementAndGet()) {
            case 1 -> StubServer.error(403, "cluster_block_exception");
            case 2 ->
                new Answer(
                        200,
                        "{\"errors\":true,\"items\":[{\"index\":{\"status\":403,\"error\":{\"type\":"
                                + "\"cluster_block_exception\",\"reason\":\"disk usage exceeded\"}}}]}");
            case 3 ->
                new Answer(
                        200,
                        "{\"errors\":true,\"items\":[{\"index\":{\"status\":400,\"error\":{\"type\":"
                                + "\"index_closed_exception\",\"reason\":\"closed\"}}}]}");
            default -> StubServer.created(body);
        });
        BulkWriter writer = writers.open(server, settings(), outcomes);
        writer.write(operation(1));

        BulkReport report = writer.finish();

        assertThat(report.created()).isEqualTo(1);
        assertThat(report.retriedOperations()).isEqualTo(3);
    }

    @Test
    void aBlockBeyondThePolicyFailsTheWriter() {
        StubServer server = new StubServer((path, body) -> new Answer(
                200,
                "{\"errors\":true,\"items\":[{\"index\":{\"status\":403,\"error\":{\"type\":"
                        + "\"cluster_block_exception\",\"reason\":\"index [i] blocked\"}}}]}"));
        BulkWriter writer = writers.open(
                server,
                settings()
                        .withRetryPolicy(RetryPolicy.within(Duration.ofMillis(100))
                                .withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(20)))),
                outcomes);
        writer.write(operation(1));

        assertThatThrownBy(writer::finish)
                .isInstanceOf(BlockedException.class)
                .hasMessageMatching(
                        "bulk write: Elasticsearch answered 403 cluster_block_exception for .*: index \\[i\\] "
                                + "blocked; gave up after [0-9.]+ s; lift the block, or wait until it is lifted");
        assertThat(outcomes.of("i", "id-1")).hasExactlyElementsOfTypes(Unsent.class);
    }

    @Test
    void anOutageBeyondThePolicyFailsTheWriter() {
        StubServer server = new StubServer((path, body) -> StubServer.error(503, "no_master_exception"));
        BulkWriter writer = writers.open(
                server,
                settings()
                        .withRetryPolicy(RetryPolicy.within(Duration.ofMillis(100))
                                .withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(20)))),
                outcomes);
        writer.write(operation(1));

        assertThatThrownBy(writer::finish)
                .isInstanceOf(UnavailableException.class)
                .hasMessageMatching(
                        "bulk write: http://127.0.0.1:\\d+ answered 503 no_master_exception: as the test says; "
                                + "gave up after [0-9.]+ s; check that the cluster is up, reachable and has room");
        assertThat(outcomes.of("i", "id-1")).hasExactlyElementsOfTypes(Unsent.class);
    }

    @Test
    void whatCouldNotBeSentIsUnsent() {
        ClusterSettings settings = ClusterSettings.of("http://127.0.0.1:1");
        try (Cluster cluster = Cluster.connect(settings)) {
            BulkWriter writer = BulkWriter.open(cluster, settings().withRetryPolicy(RetryPolicy.none()), outcomes);
            writer.write(operation(1));

            assertThatThrownBy(writer::finish)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("http://127.0.0.1:1 was not reached");
            assertThat(outcomes.of("i", "id-1")).hasExactlyElementsOfTypes(Unsent.class);
        }
    }
}
