package dev.leat.elastic.bulk;

import static dev.leat.elastic.bulk.StubbedWriters.operation;
import static dev.leat.elastic.bulk.StubbedWriters.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.elastic.bulk.StubServer.Answer;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.bulk.WriteOutcome.Written;
import dev.leat.elastic.cluster.LostRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the writer sends, and what it keeps, before a server that does exactly what the test says. */
@Timeout(30)
class BulkWriterTest {

    private final StubbedWriters writers = new StubbedWriters();
    private final Outcomes outcomes = new Outcomes();

    @AfterEach
    void closeAll() throws Exception {
        writers.close();
    }

    @Test
    void bytesInFlightStayBelowTheBoundAndWritersWait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        StubServer server = new StubServer((path, body) -> {
            gate.await();
            return StubServer.created(body);
        });
        long bound = 100_000;
        BulkWriter writer = writers.open(server, settings().withMaxBytesInFlight(bound), outcomes);
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
        BulkWriter writer = writers.open(
                new StubServer((path, body) -> StubServer.created(body)),
                settings().withMaxBytesInFlight(1_000).withMaxRequestBytes(500),
                outcomes);

        writer.write(operation(1));
        writer.write(BulkOperation.index("i", "large", ("{\"a\":\"" + "x".repeat(50_000) + "\"}").getBytes(UTF_8)));
        writer.write(operation(2));

        assertThat(writer.finish().created()).isEqualTo(3);
    }

    @Test
    void tooLargeARequestIsCut() {
        StubServer server = new StubServer(
                (path, body) -> body.length() > 100_000 ? new Answer(413, "") : StubServer.created(body));
        BulkWriter writer = writers.open(server, settings().withLinger(Duration.ofSeconds(5)), outcomes);

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
        BulkWriter writer = writers.open(server, settings().withLinger(Duration.ofSeconds(5)), outcomes);

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
        BulkWriter writer = writers.open(server, settings().withLinger(Duration.ofMillis(300)), outcomes);
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
    void flushWaitsForWhatWasWrittenBeforeIt() {
        BulkWriter writer = writers.open(
                new StubServer((path, body) -> StubServer.created(body)),
                settings().withLinger(Duration.ofMinutes(1)),
                outcomes);
        writer.write(operation(1));

        writer.flush();

        assertThat(outcomes.of("i", "id-1")).hasExactlyElementsOfTypes(Written.class);
        writer.close();
    }

    @Test
    void requestsCarryPipelineAndAliasRule() {
        AtomicReference<String> seen = new AtomicReference<>();
        StubServer server = new StubServer((path, body) -> {
            seen.set(path);
            return StubServer.created(body);
        });
        BulkWriter writer = writers.open(server, settings().withPipeline("p").withTarget(Target.ALIAS_ONLY), outcomes);
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
        BulkWriter writer = writers.open(server, settings(), outcomes);
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
        BulkWriter writer = writers.open(server, settings(), outcomes);
        writer.write(operation(1));

        long start = System.nanoTime();
        BulkReport report = writer.finish();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(LostRequests.BLIND_PAUSE);
        assertThat(report.created()).isEqualTo(1);
    }
}
