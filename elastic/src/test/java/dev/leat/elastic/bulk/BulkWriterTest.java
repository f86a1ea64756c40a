package dev.leat.elastic.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.elastic.Backoff;
import dev.leat.elastic.BlockedException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.StubServer.Answer;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.bulk.WriteOutcome.Unknown;
import dev.leat.elastic.bulk.WriteOutcome.Unsent;
import dev.leat.elastic.bulk.WriteOutcome.Written;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.LostRequests;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The writer against a server that does exactly what the test says. */
@Timeout(30)
class BulkWriterTest {

    private static final Duration PROMPTLY = Duration.ofSeconds(8);
    private static final RetryPolicy QUICK =
            RetryPolicy.untilAvailable().withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)));

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Outcomes outcomes = new Outcomes();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : opened.reversed()) {
            resource.close();
        }
    }

    private static BulkSettings settings() {
        return BulkSettings.standard()
                .withLinger(Duration.ofMillis(1))
                .withRetryPolicy(QUICK)
                .withFinishDeadline(Duration.ofSeconds(20));
    }

    private BulkWriter open(StubServer server, BulkSettings settings, OutcomeListener listener) {
        opened.add(server);
        Cluster cluster = Cluster.connect(server.url().toString(), Credentials.none());
        opened.add(cluster);
        return BulkWriter.open(cluster, settings, listener);
    }

    private static BulkOperation operation(int number) {
        return BulkOperation.index("i", "id-" + number, ("{\"n\":" + number + "}").getBytes(UTF_8));
    }

    private static StubServer.Handler never() {
        CountDownLatch latch = new CountDownLatch(1);
        return (path, body) -> {
            latch.await();
            return new Answer(200, "{}");
        };
    }

    @Test
    void bytesInFlightStayBelowTheBoundAndWritersWait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        StubServer server = new StubServer((path, body) -> {
            gate.await();
            return StubServer.created(body);
        });
        long bound = 100_000;
        BulkWriter writer = open(server, settings().withMaxBytesInFlight(bound), outcomes);
        AtomicInteger accepted = new AtomicInteger();

        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            int base = t * 1_000;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 500; i++) {
                    writer.write(operation(base + i));
                    accepted.incrementAndGet();
                    assertThat(writer.bytesInFlight()).isLessThanOrEqualTo(bound);
                }
            }));
        }
        await().until(() -> writer.bytesInFlight() > bound - 1_000);
        await().during(Duration.ofMillis(200)).until(() -> accepted.get() < 400);
        assertThat(writer.bytesInFlight()).isLessThanOrEqualTo(bound);

        gate.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(writer.finish().created()).isEqualTo(1_500);
        assertThat(writer.bytesInFlight()).isZero();
    }

    @Test
    void anOperationLargerThanTheBoundGoesAlone() {
        BulkWriter writer = open(
                new StubServer((path, body) -> StubServer.created(body)),
                settings().withMaxBytesInFlight(1_000).withMaxRequestBytes(500),
                outcomes);

        writer.write(operation(1));
        writer.write(BulkOperation.index("i", "large", ("{\"a\":\"" + "x".repeat(50_000) + "\"}").getBytes(UTF_8)));
        writer.write(operation(2));

        assertThat(writer.finish().created()).isEqualTo(3);
    }

    @Test
    void finishEndsAtItsDeadlineWhenTheServerNeverAnswers() {
        BulkWriter writer = open(
                new StubServer(never()), settings().withMaxRequestOperations(10).withMaxConcurrency(1), outcomes);
        for (int i = 0; i < 30; i++) {
            writer.write(operation(i));
        }
        writer.write(operation(0));

        long start = System.nanoTime();
        BulkReport report = writer.finish(Duration.ofMillis(300));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
        assertThat(report.submitted()).isEqualTo(31).isEqualTo(report.completed());
        assertThat(report.unknown()).isBetween(1L, 10L);
        assertThat(report.unsent()).isEqualTo(31 - report.unknown());
        assertThat(outcomes.of("i", "id-0"))
                .containsExactly(new Unknown("not done within 0.3 s"), new Unsent("not done within 0.3 s"));
        assertThat(outcomes.count()).isEqualTo(31);
    }

    @Test
    void closeEndsAtItsDeadlineAndThrowsNothing() {
        BulkWriter writer =
                open(new StubServer(never()), settings().withFinishDeadline(Duration.ofMillis(200)), outcomes);
        writer.write(operation(1));

        long start = System.nanoTime();
        writer.close();
        writer.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
        assertThat(outcomes.of("i", "id-1")).hasExactlyElementsOfTypes(Unknown.class);
    }

    @Test
    void cancelIsPrompt() {
        BulkWriter writer = open(new StubServer(never()), settings().withMaxRequestOperations(1), outcomes);
        for (int i = 0; i < 50; i++) {
            writer.write(operation(i));
        }

        long start = System.nanoTime();
        writer.cancel();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
        assertThat(writer.report().completed()).isEqualTo(50);
        assertThatThrownBy(() -> writer.write(operation(1)))
                .isInstanceOf(CancelledException.class)
                .hasMessage("bulk write: the writer was cancelled");
        assertThat(writer.finish().completed()).isEqualTo(50);
    }

    @Test
    void anInterruptedFinishCancels() throws Exception {
        BulkWriter writer = open(new StubServer(never()), settings(), outcomes);
        writer.write(operation(1));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                writer.finish();
            } catch (LeatException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });

        thread.interrupt();
        thread.join();

        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        assertThat(flag).isTrue();
        assertThat(writer.report().completed()).isEqualTo(1);
    }

    @Test
    void anInterruptedWriteIsNotAccepted() throws Exception {
        BulkWriter writer = open(new StubServer(never()), settings().withMaxBytesInFlight(100), outcomes);
        writer.write(operation(1));
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                writer.write(operation(2));
            } catch (LeatException e) {
                thrown.complete(e);
            }
        });

        thread.interrupt();

        assertThat(thrown.get()).isInstanceOf(CancelledException.class).hasMessage("the bulk write was interrupted");
        writer.cancel();
        assertThat(writer.report().submitted()).isEqualTo(1);
    }

    @Test
    void tooLargeARequestIsCut() {
        StubServer server = new StubServer(
                (path, body) -> body.length() > 100_000 ? new Answer(413, "") : StubServer.created(body));
        BulkWriter writer = open(server, settings().withLinger(Duration.ofSeconds(5)), outcomes);

        for (int i = 0; i < 200; i++) {
            writer.write(BulkOperation.index(
                    "i", "id-" + i, ("{\"a\":\"" + "x".repeat(i == 77 ? 150_000 : 3_000) + "\"}").getBytes(UTF_8)));
        }
        BulkReport report = writer.finish();

        assertThat(report.created()).isEqualTo(199);
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(outcomes.of("i", "id-77"))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome).isInstanceOfSatisfying(Rejected.class, rejected -> {
                    assertThat(rejected.status()).isEqualTo(413);
                    assertThat(rejected.reason()).contains("answered 413");
                }));
    }

    @Test
    void oneThatSpoilsTheRequestForAllIsFound() {
        StubServer server = new StubServer((path, body) -> body.contains("poison")
                ? StubServer.error(400, "x_content_parse_exception")
                : StubServer.created(body));
        BulkWriter writer = open(server, settings().withLinger(Duration.ofSeconds(5)), outcomes);

        for (int i = 0; i < 300; i++) {
            writer.write(i % 100 == 50 ? BulkOperation.index("i", "id-" + i, "poison".getBytes(UTF_8)) : operation(i));
        }
        BulkReport report = writer.finish();

        assertThat(report.created()).isEqualTo(297);
        assertThat(report.rejected()).isEqualTo(3);
        assertThat(outcomes.of("i", "id-150"))
                .containsExactly(new Rejected(400, "x_content_parse_exception", "as the test says"));
    }

    @Test
    void wrongCredentialsFailTheWriterAtOnce() {
        StubServer server = new StubServer((path, body) -> StubServer.error(401, "security_exception"));
        BulkWriter writer = open(server, settings().withMaxConcurrency(1), outcomes);
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
        BulkWriter writer = open(server, settings().withMaxRequestOperations(1), outcomes);
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
        BulkWriter writer = open(server, settings(), outcomes);
        writer.write(operation(1));

        BulkReport report = writer.finish();

        assertThat(report.created()).isEqualTo(1);
        assertThat(report.retriedOperations()).isEqualTo(3);
    }

    @Test
    void onlyRefusedOperationsAreSentAgainAndInOrder() {
        AtomicInteger requests = new AtomicInteger();
        StubServer server = new StubServer((path, body) -> {
            Answer all = StubServer.created(body);
            if (requests.incrementAndGet() > 1) {
                return all;
            }
            String refused = "{\"index\":{\"status\":429,\"error\":{\"type\":\"es_rejected_execution_exception\","
                    + "\"reason\":\"full\"}}}";
            return new Answer(200, all.body().replaceFirst("\\{\"index\":\\{[^}]*}}", refused));
        });
        BulkWriter writer = open(server, settings().withLinger(Duration.ofMillis(300)), outcomes);
        BulkOperation first = operation(1);
        BulkOperation second = operation(1);

        writer.write(first);
        writer.write(operation(2));
        writer.write(second);
        writer.flush();

        assertThat(outcomes.told("i", "id-1"))
                .extracting(Outcomes.Told::operation)
                .containsExactly(first, second);
        assertThat(server.bodies()).hasSize(3);
        assertThat(server.bodies().stream().filter(body -> body.contains("id-2")))
                .hasSize(1);
        writer.close();
    }

    @Test
    void aBlockBeyondThePolicyFailsTheWriter() {
        StubServer server = new StubServer((path, body) -> new Answer(
                200,
                "{\"errors\":true,\"items\":[{\"index\":{\"status\":403,\"error\":{\"type\":"
                        + "\"cluster_block_exception\",\"reason\":\"index [i] blocked\"}}}]}"));
        BulkWriter writer = open(
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
        BulkWriter writer = open(
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
    void whateverTheListenerThrowsEndsTheWriter() {
        IllegalArgumentException broken = new IllegalArgumentException("disk full");
        BulkWriter writer =
                open(new StubServer((path, body) -> StubServer.created(body)), settings(), (op, outcome) -> {
                    throw broken;
                });
        writer.write(operation(1));

        assertThatThrownBy(writer::finish)
                .isInstanceOf(ListenerFailedException.class)
                .hasMessageContaining("disk full")
                .hasCause(broken);
        assertThat(writer.report().created()).isEqualTo(1);
    }

    @Test
    void aListenerMayCancelButNotWrite() {
        AtomicReference<BulkWriter> writer = new AtomicReference<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        writer.set(open(new StubServer((path, body) -> StubServer.created(body)), settings(), (op, outcome) -> {
            try {
                writer.get().write(operation(2));
            } catch (IllegalStateException e) {
                thrown.set(e);
            }
            writer.get().cancel();
        }));

        writer.get().write(operation(1));
        await().until(() -> writer.get().report().completed() == 1);

        assertThat(thrown.get()).hasMessage("an outcome listener must not call its bulk writer");
        writer.get().close();
    }

    @Test
    void flushWaitsForWhatWasWrittenBeforeIt() {
        BulkWriter writer = open(
                new StubServer((path, body) -> StubServer.created(body)),
                settings().withLinger(Duration.ofMinutes(1)),
                outcomes);
        writer.write(operation(1));

        writer.flush();

        assertThat(outcomes.of("i", "id-1")).hasExactlyElementsOfTypes(Written.class);
        writer.close();
    }

    @Test
    void aFinishedWriterTakesNoMore() {
        BulkWriter writer = open(new StubServer((path, body) -> StubServer.created(body)), settings(), outcomes);
        writer.finish();

        assertThatThrownBy(() -> writer.write(operation(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the bulk writer is closed");
        assertThat(writer.finish().submitted()).isZero();
    }

    @Test
    void aListenerThatHangsDoesNotHangClose() {
        CountDownLatch latch = new CountDownLatch(1);
        BulkWriter writer = open(
                new StubServer((path, body) -> StubServer.created(body)),
                settings().withFinishDeadline(Duration.ofMillis(100)),
                (op, outcome) -> {
                    try {
                        latch.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        writer.write(operation(1));

        long start = System.nanoTime();
        writer.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
        latch.countDown();
    }

    @Test
    void requestsCarryPipelineAndAliasRule() {
        AtomicReference<String> seen = new AtomicReference<>();
        StubServer server = new StubServer((path, body) -> {
            seen.set(path);
            return StubServer.created(body);
        });
        BulkWriter writer = open(server, settings().withPipeline("p").withTarget(Target.ALIAS_ONLY), outcomes);
        writer.write(operation(1));
        writer.finish();

        assertThat(seen.get()).isEqualTo("/_bulk?pipeline=p&require_alias=true");
    }

    @Test
    void aLostRequestThatStillRunsIsWaitedFor() {
        AtomicInteger lists = new AtomicInteger();
        List<String> calls = java.util.Collections.synchronizedList(new ArrayList<>());
        StubServer server = new StubServer((path, body) -> {
            calls.add(path.replaceAll("\\?.*", ""));
            if (path.startsWith("/_bulk")) {
                return calls.stream().filter("/_bulk"::equals).count() == 1
                        ? new Answer(504, "<html>gateway timeout</html>")
                        : StubServer.created(body);
            }
            if (path.startsWith("/_tasks")) {
                return new Answer(
                        200,
                        lists.incrementAndGet() < 3
                                ? "{\"node_failures\":[{\"type\":\"x\"}],\"tasks\":[]}"
                                : "{\"tasks\":[]}");
            }
            return new Answer(
                    200,
                    "{\"docs\":[{\"_index\":\"i\",\"_id\":\"id-1\",\"_version\":4,\"_seq_no\":9,\"_primary_term\":2,"
                            + "\"found\":true,\"_source\":{\"n\":1}}]}");
        });
        BulkWriter writer = open(server, settings(), outcomes);
        writer.write(operation(1));

        BulkReport report = writer.finish();

        assertThat(calls).containsExactly("/_bulk", "/_tasks", "/_tasks", "/_tasks", "/_tasks", "/_mget");
        assertThat(report.verified()).isEqualTo(1);
        assertThat(outcomes.of("i", "id-1")).containsExactly(new Written(WriteOutcome.Result.VERIFIED, 4, 9, 2));
    }

    @Test
    void goesOnWithoutSeeingTheTaskListAfterAPause() {
        AtomicInteger bulks = new AtomicInteger();
        StubServer server = new StubServer((path, body) -> {
            if (path.startsWith("/_bulk")) {
                return bulks.incrementAndGet() == 1 ? new Answer(502, "") : StubServer.created(body);
            }
            return StubServer.error(403, "security_exception");
        });
        BulkWriter writer = open(server, settings(), outcomes);
        writer.write(operation(1));

        long start = System.nanoTime();
        BulkReport report = writer.finish();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(LostRequests.BLIND_PAUSE);
        assertThat(report.created()).isEqualTo(1);
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
