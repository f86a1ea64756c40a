package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.DocumentRules;
import dev.leat.connect.SourceDocument;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Progress;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Which documents a full sync wants, and what it makes of them. */
@WithElasticsearch
class FormIT {

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

    /** Rules by a predicate. */
    record Rules(String fingerprint, Predicate<Map<String, ? extends @Nullable Object>> wanted)
            implements DocumentRules {

        @Override
        public boolean admits(Map<String, ? extends @Nullable Object> fields) {
            return wanted.test(fields);
        }
    }

    @Test
    void deletesWhatTheRulesDoNotWantAnyMore() {
        source.fill("a", 0, 60, "even").fill("b", 0, 60, "odd");
        mirror.mirror(source);

        MirrorReport report = mirror.mirror(
                source,
                settings -> settings.withRules(new Rules(
                        "no odd ones",
                        fields -> !String.valueOf(fields.get("text")).startsWith("odd"))));

        assertThat(mirror.texts())
                .hasSize(60)
                .allSatisfy((id, text) -> assertThat(text).startsWith("even"));
        assertThat(report.totals()).isEqualTo(new Counts(120, 60, 0, 0, 60, 60, 0, 0, 0, 0, 0));
        assertThat(report.deleted()).isEqualTo(60);
    }

    @Test
    void deletesNoMoreByRulesThanTheDeleteRatioAllows() {
        source.fill("a", 0, 150, "text");
        mirror.mirror(source);

        MirrorReport report =
                mirror.mirror(source, settings -> settings.withRules(new Rules("nothing", fields -> false)));

        assertThat(report.isWithheld()).isTrue();
        assertThat(report.totals().filtered()).isEqualTo(150);
        assertThat(mirror.texts()).hasSize(150);
    }

    @Test
    void showsRulesTheIdAndTheTimestampButNotWhatIsFetched() {
        source.put(
                "a",
                SourceDocument.of("1", Map.of("text", "x"))
                        .withContent("monday", ScriptedSource.content("body", "fetched")));
        source.put("a", SourceDocument.of("2", Map.of("text", "x", "id", 7)));

        mirror.mirror(
                source,
                settings -> settings.withRules(new Rules("all", fields -> {
                    assertThat(fields.get("_id")).isIn("1", "2");
                    if ("1".equals(fields.get("_id"))) {
                        assertThat(fields.keySet().toString()).isEqualTo("[id, _timestamp, text, _id]");
                    } else {
                        assertThat(fields.get("id")).isEqualTo(7);
                    }
                    return true;
                })));

        assertThat(mirror.texts()).containsOnlyKeys("1", "2");
    }

    @Test
    void skipsWhatIsTooLargeAndDeletesTheOlderCopy() {
        source.put("a", "1", "small").put("a", "2", "small");
        source.put(
                "a",
                SourceDocument.of("3", Map.of("text", "small")).withContent("1", ScriptedSource.content("body", "b")));
        mirror.mirror(source);
        source.put("a", "2", "long".repeat(100));
        source.put(
                "a",
                SourceDocument.of("3", Map.of("text", "small"))
                        .withContent("2", ScriptedSource.content("body", "long".repeat(100))));

        MirrorReport report = mirror.mirror(
                source, settings -> settings.withDocuments(settings.documents().withMaxBytes(200)));

        assertThat(mirror.texts()).containsOnlyKeys("1");
        assertThat(report.totals().skipped()).isEqualTo(2);
        assertThat(report.totals().deleted()).isEqualTo(2);
        assertThat(report.remarks())
                .contains(new Remark(
                        Remark.Kind.SKIPPED,
                        "a",
                        "2",
                        "has 411 bytes of JSON, more than the 200 of max_text_document_size"));
    }

    @Test
    void leavesContentsOutWhenTheyAreNotWanted() {
        source.put("a", SourceDocument.of("1", Map.of("text", "x")).withContent("1", () -> {
            throw new AssertionError("fetched");
        }));

        mirror.mirror(
                source, settings -> settings.withDocuments(settings.documents().withContents(Contents.LEFT_OUT)));

        assertThat(mirror.texts()).containsEntry("1", "x");
    }

    @Test
    void runsThePipelineOrDoesWithoutTheOneThatMayBeMissing() {
        source.put("a", "1", "some   text");
        String pipeline = mirror.index + "-pipeline";
        mirror.elasticsearch
                .put(
                        "/_ingest/pipeline/" + pipeline,
                        "{\"processors\":[{\"set\":{\"field\":\"seen\",\"copy_from\":\"_reduce_whitespace\"}},"
                                + "{\"remove\":{\"field\":[\"_reduce_whitespace\",\"_run_ml_inference\","
                                + "\"_extract_binary_content\"]}}]}")
                .orFail();

        MirrorReport without = mirror.mirror(
                source,
                settings -> settings.withStamp(Stamp.protocol())
                        .withBulk(settings.bulk().withPipeline("search-default-ingestion")));
        JsonNode plain = mirror.document("1");
        MirrorReport with = mirror.mirror(
                source,
                settings -> settings.withStamp(Stamp.protocol())
                        .withBulk(settings.bulk().withPipeline(pipeline)));
        JsonNode piped = mirror.document("1");

        assertThat(without.notes())
                .containsExactly("The ingest pipeline 'search-default-ingestion' does not exist in this cluster: "
                        + "documents are written without it");
        assertThat(plain.path("id").asString()).isEqualTo("1");
        assertThat(plain.has("_timestamp")).isTrue();
        assertThat(plain.has("_reduce_whitespace")).isFalse();
        assertThat(with.totals().updated()).isEqualTo(1);
        assertThat(piped.path("seen").asBoolean()).isTrue();
        assertThat(piped.has("_run_ml_inference")).isFalse();
        assertThatThrownBy(() -> mirror.mirror(
                        source, settings -> settings.withBulk(settings.bulk().withPipeline("mine"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the ingest pipeline 'mine' does not exist; create it, or name another one");
        mirror.elasticsearch.delete("/_ingest/pipeline/" + pipeline);
    }

    @Test
    void takesTimestampsAndIdsOfAnyForm() {
        source.put("a", SourceDocument.of("2026-03-01", Map.of("text", "1")).withTimestamp("2026-03-01T08:00:00Z"));
        source.put("a", SourceDocument.of("plain", Map.of("text", "2")).withTimestamp("\"33a64df551425fcc\""));
        mirror.mirror(source, settings -> settings.withStamp(Stamp.protocol()));
        source.put("a", SourceDocument.of("later", Map.of("text", "3")).withTimestamp("1200 bytes, monday"));
        MirrorReport report = mirror.mirror(source, settings -> settings.withStamp(Stamp.protocol()));

        assertThat(report.totals().rejected()).isZero();
        assertThat(mirror.texts()).containsOnlyKeys("2026-03-01", "plain", "later");
        assertThat(mirror.document("plain").path("_timestamp").asString()).isEqualTo("\"33a64df551425fcc\"");
        assertThat(mirror.elasticsearch
                        .get("/" + mirror.index + "/_count?q=_timestamp:%3E2026-02-01")
                        .body())
                .contains("\"count\":1");
    }

    @Test
    void takesTimestampsOfAnyFormInAnIndexThatMapsThemAsDates() {
        mirror.elasticsearch
                .put(
                        "/" + mirror.index,
                        "{\"mappings\":{\"properties\":{\"_timestamp\":{\"type\":\"date\",\"format\":\"strict_date_time\"},"
                                + "\"id\":{\"type\":\"keyword\"}}}}")
                .orFail();
        source.put("a", SourceDocument.of("1", Map.of("text", "x")).withTimestamp("an ETag"));

        MirrorReport report = mirror.mirror(source, settings -> settings.withStamp(Stamp.protocol()));

        assertThat(report.totals().created()).isEqualTo(1);
        assertThat(mirror.elasticsearch.get("/" + mirror.index + "/_mapping").body())
                .contains(
                        "\"_timestamp\":{\"type\":\"date\",\"format\":\"strict_date_time\",\"ignore_malformed\":true}")
                .contains("\"id\":{\"type\":\"keyword\"}");
    }

    @Test
    void givesUpWhenTooManyDocumentsFailAndSaysWhich() {
        source.put("a", SourceDocument.of("00", Map.of("n", 1)));
        for (int i = 2; i < 50; i++) {
            source.put("a", SourceDocument.of("%02d".formatted(i), Map.of("n", "no number " + i)));
        }
        LiveCounts counts = new LiveCounts();

        assertThatThrownBy(() -> Mirror.run(
                        mirror.cluster,
                        mirror.settings().withErrors(ErrorLimits.standard()),
                        source,
                        counts,
                        Progress.none()))
                .isInstanceOf(TooManyErrorsException.class)
                .hasMessageContaining("max_consecutive_errors = 10")
                .hasMessageContaining("failed to parse field [n] of type [long]")
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("no number");

        assertThat(counts.snapshot().rejected()).isBetween(11L, 48L);
        assertThat(mirror.deadLetters()).hasSizeGreaterThan(10);
    }

    @Test
    void showsLiveCountsThatEndAsTheReport() throws Exception {
        source.fill("a", 0, 500, "text").put("b", "key", SourceDocument.of("", Map.of()));
        LiveCounts counts = new LiveCounts();
        source.onEach((scope, number) -> assertThat(counts.snapshot().read()).isGreaterThanOrEqualTo(number));

        MirrorReport report = Mirror.run(mirror.cluster, mirror.settings(), source, counts, Progress.none());

        assertThat(counts.snapshot()).isEqualTo(report.totals());
        assertThat(report.totals().created()).isEqualTo(500);
        assertThat(report.totals().rejected()).isEqualTo(1);
        assertThat(List.of(report.totals().read(), report.totals().deadLetters()))
                .containsExactly(501L, 1L);
    }
}
