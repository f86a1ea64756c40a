package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.leat.connect.SourceDocument;
import dev.leat.elastic.ConfigException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a full sync does to an index. */
@WithElasticsearch
@Tag("smoke")
class MirrorIT {

    private MirrorFixture mirror;
    private final ScriptedSource source = new ScriptedSource();

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        mirror = new MirrorFixture(elasticsearch, directory);
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    @Test
    void writesEveryDocumentIntoAnIndexThatItCreates() throws Exception {
        source.fill("a", 0, 500, "first").fill("b", 0, 250, "first").scope("empty");

        MirrorReport report = mirror.mirror(source);

        assertThat(mirror.texts()).isEqualTo(source.texts());
        assertThat(report.totals().created()).isEqualTo(750);
        assertThat(report.totals().read()).isEqualTo(750);
        assertThat(report.isComplete()).isTrue();
        assertThat(report.scopes()).extracting(ScopeReport::name).containsExactly("a", "b", "empty");
        assertThat(report.deadLetters()).isEqualTo(new DeadLetterPlace.None());
        assertThat(mirror.elasticsearch.get("/" + mirror.index + "/_mapping").body())
                .contains("\"_leat\":{\"properties\":{\"hash\":{\"type\":\"keyword\",\"index\":false}");
        try (var left = Files.list(mirror.job)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("lock");
        }
    }

    @Test
    void writesNothingWhenNothingHasChanged() {
        source.fill("a", 0, 300, "first");
        mirror.mirror(source);
        Map<String, Long> before = mirror.seqNos();

        MirrorReport report = mirror.mirror(source);

        assertThat(mirror.seqNos()).isEqualTo(before);
        assertThat(report.totals().unchanged()).isEqualTo(300);
        assertThat(report.totals().written()).isZero();
        assertThat(report.deleted()).isZero();
    }

    @Test
    void writesAndDeletesExactlyWhatHasChanged() {
        source.fill("a", 0, 300, "first");
        mirror.mirror(source);
        Map<String, Long> before = mirror.seqNos();
        source.put("a", ScriptedSource.id("a", 7), "edited");
        source.put("a", "new", "added");
        source.remove("a", ScriptedSource.id("a", 8));
        source.remove("a", ScriptedSource.id("a", 9));

        MirrorReport report = mirror.mirror(source);

        assertThat(mirror.texts()).isEqualTo(source.texts());
        assertThat(report.totals().created()).isEqualTo(1);
        assertThat(report.totals().updated()).isEqualTo(1);
        assertThat(report.totals().unchanged()).isEqualTo(297);
        assertThat(report.deletes()).isEqualTo(new DeleteOutcome.Deleted(2, 0));
        Map<String, Long> after = mirror.seqNos();
        assertThat(after.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(ScriptedSource.id("a", 7), "new");
    }

    @Test
    void writesValuesAsTheyAre() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("z", null);
        fields.put("big", new BigInteger("9007199254740993"));
        fields.put("decimal", new BigDecimal("0.10"));
        fields.put("at", Instant.parse("2026-01-02T03:04:05.678901Z"));
        fields.put("list", List.of("ä", "𝄞"));
        fields.put("_leat", "reserved");
        source.put("s\"ä", SourceDocument.of("1", fields));

        mirror.mirror(source);

        String json = mirror.document("1").toString();
        assertThat(json)
                .startsWith("{\"z\":null,\"big\":9007199254740993,\"decimal\":0.10,"
                        + "\"at\":\"2026-01-02T03:04:05.678901Z\",\"list\":[\"ä\",\"𝄞\"],\"_leat\":{\"hash\":\"")
                .endsWith("\"scope\":\"s\\\"ä\"}}");
        assertThat(mirror.mirror(source).totals().unchanged()).isEqualTo(1);
    }

    @Test
    void failsAScopeThatItsSourceLeavesAsIfInterrupted() {
        source.fill("a", 0, 20, "first").fill("b", 0, 20, "first").fill("c", 0, 20, "first");
        source.onEach((scope, number) -> {
            if (scope.equals("a") && number == 5) {
                throw new InterruptedException("by itself");
            }
            if (scope.equals("b") && number == 20) {
                Thread.currentThread().interrupt();
            }
        });

        MirrorReport report = mirror.mirror(source);

        assertThat(report.scopes().get(0).state()).isEqualTo(ScopeReport.State.FAILED);
        assertThat(report.scopes().get(0).reason()).isEqualTo("the source stopped as if it had been interrupted");
        assertThat(report.scopes().get(1).reason()).isEqualTo("the source stopped as if it had been interrupted");
        assertThat(report.scopes().get(2).state()).isEqualTo(ScopeReport.State.COMPLETED);
    }

    @Test
    void readsAScopeFromTheBeginningInTheRunAfterTheOneInWhichItFailed() {
        source.fill("a", 0, 50, "first");
        source.onEach((scope, number) -> {
            if (number == 30) {
                throw new IllegalStateException("broken");
            }
        });
        mirror.mirror(source);
        source.onEach((scope, number) -> {});
        source.forgetReads();

        MirrorReport report = mirror.mirror(source);

        assertThat(source.starts()).containsExactly("a@");
        assertThat(report.totals().created()).isEqualTo(20);
        assertThat(report.totals().unchanged()).isEqualTo(30);
        assertThat(mirror.texts()).isEqualTo(source.texts());
    }

    @Test
    void takesOverADocumentWithoutHash() {
        mirror.elasticsearch
                .put("/" + mirror.index + "/_doc/a-000001", "{\"text\":\"first 1\"}")
                .orFail();
        source.fill("a", 0, 3, "first");

        MirrorReport report = mirror.mirror(source);

        assertThat(report.totals().updated()).isEqualTo(1);
        assertThat(report.totals().created()).isEqualTo(2);
        assertThat(mirror.document("a-000001").path("_leat").path("scope").asString())
                .isEqualTo("a");
    }

    @Test
    void keepsTheSameOneOfTwoDocumentsWithOneIdInEveryRun() {
        source.fill("b", 0, 5, "first");
        source.put("b", "twice", "of b");
        mirror.mirror(source);
        source.put("a", "twice", "of a");
        source.put("b", "zz-later-key", ScriptedSource.document("twice", "of b again"));

        for (int run = 0; run < 3; run++) {
            MirrorReport report = mirror.mirror(source, settings -> settings.withScopesAtOnce(1));

            assertThat(mirror.texts()).containsEntry("twice", "of b");
            assertThat(report.totals().duplicates()).isEqualTo(2);
            assertThat(report.totals().written()).isZero();
            assertThat(report.deleted()).isZero();
            assertThat(report.remarks())
                    .extracting(Remark::kind, Remark::scope, Remark::id)
                    .contains(tuple(Remark.Kind.DUPLICATE, "a", "twice"));
        }
    }

    @Test
    void keepsWhatElasticsearchRefusesAsADeadLetterUntilItIsMended() {
        source.put("a", SourceDocument.of("good", Map.of("text", "x", "count", 1)));
        mirror.mirror(source);
        source.put("a", SourceDocument.of("bad", Map.of("text", "x", "count", "many")));
        source.put("a", SourceDocument.of("good", Map.of("text", "x", "count", "none")));

        MirrorReport refused = mirror.mirror(source);
        MirrorReport again = mirror.mirror(source);

        assertThat(refused.totals().rejected()).isEqualTo(2);
        assertThat(again.totals().rejected()).isEqualTo(2);
        assertThat(refused.deadLetters()).isEqualTo(new DeadLetterPlace.InIndex(mirror.letters));
        assertThat(mirror.deadLetters()).containsOnlyKeys("bad", "good");
        assertThat(mirror.deadLetters().get("bad")).contains("count");
        assertThat(mirror.document("good").path("count").asInt()).isEqualTo(1);

        source.put("a", SourceDocument.of("bad", Map.of("text", "x", "count", 3)));
        source.put("a", SourceDocument.of("good", Map.of("text", "x", "count", 2)));
        MirrorReport mended = mirror.mirror(source);

        assertThat(mended.totals().rejected()).isZero();
        assertThat(mended.totals().created()).isEqualTo(1);
        assertThat(mended.totals().updated()).isEqualTo(1);
        assertThat(mirror.document("good").path("count").asInt()).isEqualTo(2);
    }

    @Test
    void writesDeadLettersToAFileWhenTheirIndexCannotBeWritten() throws Exception {
        source.put("a", "key", ScriptedSource.document("", "without id"));

        MirrorReport report = mirror.mirror(source, settings -> settings.withDeadLetterIndex("_not_a_name"));

        Path file = mirror.job.resolve("dead-letters.ndjson");
        assertThat(report.deadLetters()).isInstanceOfSatisfying(DeadLetterPlace.InFile.class, place -> {
            assertThat(place.file()).isEqualTo(file);
            assertThat(place.reason()).contains("_not_a_name");
        });
        assertThat(Files.readString(file)).contains("\"reason\":\"the document has no id\"");
    }

    @Test
    void replacesIdsThatAreTooLongAndRefusesEmptyOnes() {
        String longId = "ä".repeat(300);
        source.put("a", ScriptedSource.document(longId, "long"));
        source.put("a", "key", ScriptedSource.document("", "nameless"));

        MirrorReport report = mirror.mirror(source);

        assertThat(mirror.texts()).containsOnlyKeys(DocumentKeys.storableId(longId));
        assertThat(DocumentKeys.storableId(longId)).matches("[0-9a-f]{32}");
        assertThat(report.totals().rejected()).isEqualTo(1);
        assertThat(mirror.mirror(source).totals().unchanged()).isEqualTo(1);
    }

    @Test
    void saysWhatADryRunWouldDoAndDoesNothing() {
        source.fill("a", 0, 20, "first");
        MirrorReport first = mirror.mirror(source, settings -> settings.withMode(RunMode.DRY_RUN));
        assertThat(first.totals().created()).isEqualTo(20);
        assertThat(mirror.elasticsearch.get("/" + mirror.index).status()).isEqualTo(404);
        assertThat(mirror.job.resolve("dry-run")).doesNotExist();

        mirror.mirror(source);
        Map<String, Long> before = mirror.seqNos();
        source.put("a", "new", "added");
        source.put("a", ScriptedSource.id("a", 3), "edited");
        source.remove("a", ScriptedSource.id("a", 5));
        MirrorReport second = mirror.mirror(source, settings -> settings.withMode(RunMode.DRY_RUN));

        assertThat(second.totals().created()).isEqualTo(1);
        assertThat(second.totals().updated()).isEqualTo(1);
        assertThat(second.totals().unchanged()).isEqualTo(18);
        assertThat(second.deletes()).isEqualTo(new DeleteOutcome.Planned(1));
        assertThat(second.remarks())
                .containsExactlyInAnyOrder(
                        new Remark(Remark.Kind.CREATED, "a", "new", ""),
                        new Remark(Remark.Kind.UPDATED, "a", ScriptedSource.id("a", 3), ""),
                        new Remark(Remark.Kind.DELETED, "a", ScriptedSource.id("a", 5), ""));
        assertThat(mirror.seqNos()).isEqualTo(before);
    }

    @Test
    void leavesAnIndexAloneWhoseMappingDoesNotFit() {
        mirror.elasticsearch
                .put(
                        "/" + mirror.index,
                        "{\"mappings\":{\"properties\":{\"_leat\":{\"properties\":{\"hash\":{\"type\":\"text\"}}}}}}")
                .orFail();
        source.fill("a", 0, 1, "first");

        assertThatThrownBy(() -> mirror.mirror(source))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "index: '%s' maps the field _leat.hash as text, but it must be a keyword with doc values;"
                                + " mirror into another index",
                        mirror.index);
    }

    @Test
    void refusesANameThatStandsForSeveralIndices() {
        for (String suffix : List.of("-1", "-2")) {
            mirror.elasticsearch
                    .put("/" + mirror.index + suffix, "{\"aliases\":{\"" + mirror.index + "\":{}}}")
                    .orFail();
        }
        source.fill("a", 0, 1, "first");

        assertThatThrownBy(() -> mirror.mirror(source))
                .isInstanceOf(ConfigException.class)
                .hasMessage("index: '%s' stands for 2 indices; name one of them", mirror.index);
    }

    @Test
    void writesThroughAnAliasOfOneIndex() {
        mirror.elasticsearch
                .put("/" + mirror.index + "-1", "{\"aliases\":{\"" + mirror.index + "\":{}}}")
                .orFail();
        source.fill("a", 0, 10, "first");
        mirror.mirror(source);
        source.remove("a", ScriptedSource.id("a", 1));

        MirrorReport report = mirror.mirror(source);

        assertThat(report.deleted()).isEqualTo(1);
        assertThat(mirror.texts()).isEqualTo(source.texts());
    }
}
