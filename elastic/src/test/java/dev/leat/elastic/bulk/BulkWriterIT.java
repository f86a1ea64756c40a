package dev.leat.elastic.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.elastic.Backoff;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.bulk.WriteOutcome.Result;
import dev.leat.elastic.bulk.WriteOutcome.Unchanged;
import dev.leat.elastic.bulk.WriteOutcome.Unknown;
import dev.leat.elastic.bulk.WriteOutcome.Written;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.ProxiedRequest;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WithElasticsearch
@Tag("smoke")
@Timeout(120)
class BulkWriterIT {

    private final Outcomes outcomes = new Outcomes();
    private TestElasticsearch elasticsearch;

    @BeforeEach
    void takeNode(TestElasticsearch node) {
        elasticsearch = node;
    }

    private static BulkSettings settings() {
        return BulkSettings.standard()
                .withLinger(Duration.ofMillis(5))
                .withRetryPolicy(RetryPolicy.untilAvailable()
                        .withBackoff(new Backoff(Duration.ofMillis(5), Duration.ofMillis(100))));
    }

    private static Cluster connect(URI url) {
        return Cluster.connect(url.toString(), Credentials.none());
    }

    private static BulkOperation document(String index, int number) {
        return BulkOperation.index(index, "id-" + number, ("{\"n\":" + number + "}").getBytes(UTF_8));
    }

    private BulkReport writeAll(URI url, BulkSettings settings, BulkOperation... operations) {
        try (Cluster cluster = connect(url);
                BulkWriter writer = BulkWriter.open(cluster, settings, outcomes)) {
            for (BulkOperation operation : operations) {
                writer.write(operation);
            }
            return writer.finish();
        }
    }

    @Test
    void writesDocumentsAndAccountsForEach() {
        String index = elasticsearch.uniqueIndex("plain");

        BulkReport report;
        try (Cluster cluster = connect(elasticsearch.url());
                BulkWriter writer = BulkWriter.open(cluster, BulkSettings.standard(), outcomes)) {
            for (int i = 0; i < 20_000; i++) {
                writer.write(document(index, i));
            }
            report = writer.finish();
        }

        assertThat(report.created()).isEqualTo(20_000);
        assertThat(report.submitted()).isEqualTo(20_000).isEqualTo(report.completed());
        assertThat(elasticsearch.count(index)).isEqualTo(20_000);
        assertThat(outcomes.of(index, "id-7"))
                .hasExactlyElementsOfTypes(Written.class)
                .first()
                .extracting("result", "version")
                .containsExactly(Result.CREATED, 1L);
    }

    @Test
    void everyKindOfOperationOnOneDocumentInOrder() {
        String index = elasticsearch.uniqueIndex("kinds");
        byte[] source = "{\"a\":1}".getBytes(UTF_8);
        byte[] update = "{\"doc\":{\"a\":1}}".getBytes(UTF_8);
        String id = "\"quoted\" \\ \u0001 ünïcödé 😀";

        writeAll(
                elasticsearch.url(),
                settings(),
                BulkOperation.create(index, id, source),
                BulkOperation.create(index, id, source),
                BulkOperation.index(index, id, source),
                BulkOperation.update(index, id, update),
                BulkOperation.index(index, id, source).withGuard(new Guard.IfSeqNo(99, 1)),
                BulkOperation.index(index, id, source).withGuard(new Guard.ExternalVersion(2)),
                BulkOperation.index(index, id, source).withGuard(new Guard.ExternalVersion(10)),
                BulkOperation.index(index, id, source).withGuard(new Guard.ExternalVersionOrEqual(10)),
                BulkOperation.delete(index, id),
                BulkOperation.delete(index, id),
                BulkOperation.update(index, id, update));

        assertThat(outcomes.of(index, id))
                .extracting(outcome -> switch (outcome) {
                    case Written written -> written.result() + " " + written.version();
                    case Unchanged unchanged -> "unchanged";
                    case Rejected rejected -> rejected.status() + " " + rejected.type();
                    case WriteOutcome.Unsent unsent -> "unsent";
                    case Unknown unknown -> "unknown";
                })
                .containsExactly(
                        "CREATED 1",
                        "409 version_conflict_engine_exception",
                        "UPDATED 2",
                        "unchanged",
                        "409 version_conflict_engine_exception",
                        "409 version_conflict_engine_exception",
                        "UPDATED 10",
                        "UPDATED 10",
                        "DELETED 11",
                        "unchanged",
                        "404 document_missing_exception");
    }

    @Test
    void poisonAmidGoodDocumentsGivesExactlyTheseDeadLetters() {
        String index = elasticsearch.uniqueIndex("poison");
        elasticsearch
                .put("/" + index, "{\"mappings\":{\"properties\":{\"n\":{\"type\":\"integer\"}}}}")
                .orFail();
        BulkReport report;
        try (Cluster cluster = connect(elasticsearch.url());
                BulkWriter writer = BulkWriter.open(cluster, settings(), outcomes)) {
            for (int i = 0; i < 10_000; i++) {
                String id = "id-" + i;
                writer.write(
                        switch (i) {
                            case 100 -> BulkOperation.index(index, id, "{\"n\":\"many\"}".getBytes(UTF_8));
                            case 2_000 -> BulkOperation.index(index, id, "not json".getBytes(UTF_8));
                            case 3_000 -> BulkOperation.index(index, id, "{\"n\":1".getBytes(UTF_8));
                            case 4_000 -> BulkOperation.update(index, id, "{\"dok\":{}}".getBytes(UTF_8));
                            case 5_000 -> BulkOperation.index(index, id, "{\"s\":\"a\nb\"}".getBytes(UTF_8));
                            case 6_000 -> BulkOperation.delete(index, "x".repeat(600));
                            default -> document(index, i);
                        });
            }
            report = writer.finish();
        }

        assertThat(report.rejected()).isEqualTo(6);
        assertThat(report.created()).isEqualTo(9_994);
        assertThat(elasticsearch.count(index)).isEqualTo(9_994);
        assertThat(outcomes.of(index, "id-100")).singleElement().satisfies(outcome -> {
            Rejected rejected = (Rejected) outcome;
            assertThat(rejected.type()).isEqualTo("document_parsing_exception");
            assertThat(rejected.reason()).contains("failed to parse field [n] of type [integer]");
        });
        assertThat(outcomes.of(index, "id-4000")).singleElement().isInstanceOf(Rejected.class);
        assertThat(outcomes.of(index, "id-2000").getFirst().toDeadLetter(document(index, 2_000)))
                .hasValueSatisfying(letter -> assertThat(letter.status()).isEqualTo(400));
    }

    @Test
    void aMissingAliasIsAnErrorAndNeverMade() {
        String index = elasticsearch.uniqueIndex("missing");

        writeAll(elasticsearch.url(), settings().withTarget(Target.ALIAS_ONLY), document(index, 1));

        assertThat(outcomes.of(index, "id-1")).singleElement().satisfies(outcome -> {
            Rejected rejected = (Rejected) outcome;
            assertThat(rejected.status()).isEqualTo(404);
            assertThat(rejected.type()).isEqualTo("index_not_found_exception");
        });
        assertThat(elasticsearch.get("/" + index).status()).isEqualTo(404);
    }

    @Test
    void aLostAnswerIsVerifiedAndNotRepeated() {
        String index = elasticsearch.uniqueIndex("lost");
        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url())) {
            proxy.inject(FaultPolicy.script(ProxiedRequest::isBulk, new Fault.DropAfterAnswer()));

            BulkReport report = writeAll(proxy.url(), settings(), document(index, 1));

            assertThat(report.verified()).isEqualTo(1);
            assertThat(report.requests()).isEqualTo(1);
            assertThat(outcomes.of(index, "id-1")).containsExactly(new Written(Result.VERIFIED, 1, 0, 1));
        }
    }

    @Test
    void aScriptWhoseAnswerWasLostIsNotRunTwice() {
        String index = elasticsearch.uniqueIndex("script");
        byte[] script = "{\"script\":{\"source\":\"ctx._source.n += 1\"}}".getBytes(UTF_8);
        writeAll(elasticsearch.url(), settings(), document(index, 0));
        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url())) {
            proxy.inject(FaultPolicy.script(ProxiedRequest::isBulk, new Fault.DropAfterAnswer()));

            writeAll(proxy.url(), settings(), BulkOperation.update(index, "id-0", script));
        }

        assertThat(outcomes.of(index, "id-0").getLast())
                .isEqualTo(new Unknown(
                        "an answer was lost; the script may have run, and running it again may count twice"));
        assertThat(elasticsearch.get("/" + index + "/_source/id-0").body()).contains("\"n\":1");
    }

    @Test
    void aRequestThatNeverArrivedIsSentAgainAsWhatItWas() {
        String index = elasticsearch.uniqueIndex("dropped");
        writeAll(elasticsearch.url(), settings(), document(index, 1), document(index, 2));
        byte[] changed = "{\"n\":-1}".getBytes(UTF_8);
        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url())) {
            proxy.inject(FaultPolicy.script(ProxiedRequest::isBulk, new Fault.DropBeforeSend()));

            BulkReport report = writeAll(
                    proxy.url(),
                    settings(),
                    BulkOperation.index(index, "id-1", changed),
                    BulkOperation.delete(index, "id-2"),
                    BulkOperation.create(index, "id-3", changed));

            assertThat(report.updated()).isEqualTo(1);
            assertThat(report.deleted()).isEqualTo(1);
            assertThat(report.created()).isEqualTo(1);
        }
    }

    @Test
    void aWriteBehindAnAliasOfSeveralIndicesIsVerifiedInItsWriteIndex() {
        String name = elasticsearch.uniqueIndex("alias");
        elasticsearch
                .put("/" + name + "-1", "{\"aliases\":{\"" + name + "\":{}}}")
                .orFail();
        elasticsearch
                .put("/" + name + "-2", "{\"aliases\":{\"" + name + "\":{\"is_write_index\":true}}}")
                .orFail();
        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url())) {
            proxy.inject(FaultPolicy.script(
                    ProxiedRequest::isBulk, new Fault.DropAfterAnswer(), new Fault.DropBeforeSend()));

            writeAll(
                    proxy.url(),
                    settings().withTarget(Target.ALIAS_ONLY),
                    document(name, 1),
                    BulkOperation.index(name, "id-1", "{\"n\":2}".getBytes(UTF_8)));
        }

        assertThat(outcomes.of(name, "id-1"))
                .containsExactly(new Written(Result.VERIFIED, 1, 0, 1), new Written(Result.UPDATED, 2, 1, 1));
    }

    @Test
    void aWriteBlockIsWaitedOut() {
        String index = elasticsearch.uniqueIndex("blocked");
        elasticsearch
                .put("/" + index, "{\"settings\":{\"index.blocks.write\":true}}")
                .orFail();
        try (Cluster cluster = connect(elasticsearch.url());
                BulkWriter writer = BulkWriter.open(cluster, settings(), outcomes)) {
            writer.write(document(index, 1));
            await().until(() -> writer.report().retriedOperations() > 2);
            assertThat(outcomes.count()).isZero();

            elasticsearch
                    .put("/" + index + "/_settings", "{\"index.blocks.write\":false}")
                    .orFail();

            assertThat(writer.finish().created()).isEqualTo(1);
        }
    }

    @Test
    void waitsForAClusterThatGoesAwayAndComesBack() throws Exception {
        String index = elasticsearch.uniqueIndex("outage");
        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url());
                Cluster cluster = connect(proxy.url());
                BulkWriter writer = BulkWriter.open(cluster, settings().withMaxRequestOperations(50), outcomes)) {
            Thread thread = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 5_000; i++) {
                    writer.write(document(index, i));
                }
            });
            for (int outage = 0; outage < 3; outage++) {
                long before = writer.report().completed();
                await().until(() -> writer.report().completed() > before || !thread.isAlive());
                proxy.refuseConnections();
                await().pollDelay(Duration.ofMillis(300)).until(() -> true);
                proxy.acceptConnections();
            }
            thread.join();

            BulkReport report = writer.finish();

            assertThat(report.created() + report.verified()).isEqualTo(5_000);
            assertThat(elasticsearch.count(index)).isEqualTo(5_000);
        }
    }
}
