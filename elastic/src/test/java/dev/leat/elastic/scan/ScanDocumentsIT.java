package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.testing.JsonDocuments;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

/** Documents come as they were sent, byte for byte, with what else was asked for. */
@WithElasticsearch
class ScanDocumentsIT {

    private final ScanFixture fixture;

    ScanDocumentsIT(TestElasticsearch elasticsearch) {
        this.fixture = new ScanFixture(elasticsearch);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void bringsSourcesByteForByte(TestInfo test) {
        JsonDocuments documents = new JsonDocuments(Seeds.of(test).random());
        String index = fixture.createIndex("bytes", 2, "", "{\"dynamic\":false}");
        Map<String, String> sent = new HashMap<>();
        fixture.fill(index, 2_000, number -> {
            String source = documents.nextText();
            sent.put(Integer.toString(number), source);
            return source;
        });

        assertThat(sources(ScanRequest.of(index).withSlicing(new Slicing.Count(3))))
                .isEqualTo(sent);
    }

    @Test
    void bringsWhatWasSentPrettyOrWithCommentsAndWritesItOnOneLine() throws IOException {
        String index = fixture.createIndex("odd", 1, "", "{\"dynamic\":false}");
        List<String> sent = List.of(
                "{\r\n  \"a\" : [\n    9007199254740993, 0.10, 1E400\n  ]\n}",
                "{\"a\":1, /* } \" */ \"b\":2}",
                "{\"a\":1, // x } \"\n \"b\":2}",
                "\n\n {\"a\":1}\n ",
                "\uFEFF{\"a\":1}");
        for (int number = 0; number < sent.size(); number++) {
            fixture.put("/" + index + "/_doc/" + number, sent.get(number));
        }
        fixture.refresh(index);

        assertThat(sources(ScanRequest.of(index)))
                .containsEntry("0", sent.get(0))
                .containsEntry("1", sent.get(1))
                .containsEntry("2", sent.get(2))
                .containsEntry("3", "{\"a\":1}")
                .containsEntry("4", "{\"a\":1}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (IndexScan scan = IndexScan.open(fixture.cluster(), ScanRequest.of(index))) {
            scan.readAllPages(1, page -> page.writeSourceLines(out));
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactlyInAnyOrder(
                        "{  \"a\" : [    9007199254740993, 0.10, 1E400  ]}",
                        "{\"a\":1,  \"b\":2}",
                        "{\"a\":1,  \"b\":2}",
                        "{\"a\":1}",
                        "{\"a\":1}");
    }

    @Test
    void bringsIdsAndRoutingOfAnyKind() {
        String index = fixture.createIndex("ids", 3);
        List<String> ids = List.of("é\"\\/\u0001", "日本語 😀", " ", "a'b", "<>&%2F?#", "x".repeat(512));
        List<String> lines = new ArrayList<>();
        for (String id : ids) {
            String json = Json.MAPPER.writeValueAsString(id);
            lines.add("{\"index\":{\"_id\":" + json + ",\"routing\":" + json + "}}");
            lines.add("{\"id\":" + json + "}");
        }
        fixture.bulk(index, lines);
        fixture.fill(index, 1);

        Map<String, String> routing = new HashMap<>();
        read(ScanRequest.of(index), hit -> routing.put(hit.id(), "" + hit.routing()));

        Map<String, String> expected = new HashMap<>();
        ids.forEach(id -> expected.put(id, id));
        expected.put("0", "null");
        assertThat(routing).isEqualTo(expected);
    }

    @Test
    void bringsDocumentsOfSeveralMegabytesAmongSmallOnes() {
        String index = fixture.createIndex("large", 1, "", "{\"dynamic\":false}");
        JsonDocuments documents = new JsonDocuments(new SplittableRandom(1));
        int[] sizes = new int[60];
        for (int number = 0; number < sizes.length; number++) {
            sizes[number] = number % 20 == 19 ? 6_000_000 : number % 7 == 0 ? 200_000 : 100;
            fixture.cluster()
                    .perform(Request.of("PUT", "/" + index + "/_doc/" + number, Repeat.ONCE)
                            .withBody(Body.json(documents.ofSize(sizes[number]))));
        }
        fixture.refresh(index);

        Map<String, Integer> found = new HashMap<>();
        read(ScanRequest.of(index), hit -> found.put(hit.id(), hit.sourceLength()));

        assertThat(found).hasSize(sizes.length);
        found.forEach((id, length) -> assertThat(length).isEqualTo(sizes[Integer.parseInt(id)]));
    }

    @Test
    void breaksOffAPageOfDocumentsThatSuddenlyGrow() {
        String index = fixture.createIndex("growing", 1, "", "{\"dynamic\":false}");
        fixture.fill(index, 3_000, number -> "{\"n\":" + number + "}");
        String large = "{\"t\":\"" + "x".repeat(300_000) + "\"}";
        for (int from = 3_000; from < 3_200; from += 50) {
            List<String> lines = new ArrayList<>();
            for (int number = from; number < from + 50; number++) {
                lines.add("{\"index\":{\"_id\":\"" + number + "\"}}");
                lines.add(large);
            }
            fixture.bulk(index, lines);
        }
        fixture.refresh(index);
        List<Long> pages = new ArrayList<>();
        List<String> ids = new ArrayList<>();

        try (IndexScan scan = IndexScan.open(fixture.cluster(), ScanRequest.of(index))) {
            scan.readAllPages(1, page -> {
                pages.add(page.bytes());
                page.forEach(hit -> ids.add(hit.id()));
            });
        }

        assertThat(ids).containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, 3_200));
        assertThat(pages).allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(PageSize.MOST));
    }

    @Test
    void bringsVectorsWhichSearchesLeaveOut() {
        String index = fixture.createIndex(
                "vectors",
                1,
                "",
                "{\"properties\":{\"v\":{\"type\":\"dense_vector\",\"dims\":2,\"similarity\":\"l2_norm\"}}}");
        fixture.put("/" + index + "/_doc/1", "{\"v\":[1.5,-2.25],\"a\":1}");
        fixture.refresh(index);

        assertThat(Json.MAPPER.readTree(sources(ScanRequest.of(index)).get("1")))
                .isEqualTo(Json.MAPPER.readTree("{\"v\":[1.5,-2.25],\"a\":1}"));
    }

    @Test
    void bringsOnlyTheFieldsThatWereAskedFor() {
        String index = fixture.createIndex("fields", 1);
        fixture.fill(index, 10, number -> "{\"a\":" + number + ",\"b\":{\"c\":1,\"d\":2}}");

        assertThat(sources(ScanRequest.of(index).withProjection(new Projection.Fields(List.of("b.c")))))
                .hasSize(10)
                .containsEntry("3", "{\"b\":{\"c\":1}}");
        assertThat(sources(ScanRequest.of(index).withProjection(new Projection.Fields(List.of("missing")))))
                .containsEntry("3", "{}");
        assertThat(sources(ScanRequest.of(index).withProjection(new Projection.Without(List.of("a", "b.c")))))
                .containsEntry("3", "{\"b\":{\"d\":2}}");
    }

    @Test
    void bringsDocValuesWithoutTheSource() {
        String index = fixture.createIndex(
                "values", 2, "", "{\"properties\":{\"k\":{\"type\":\"keyword\"},\"d\":{\"type\":\"date\"}}}");
        fixture.fill(
                index,
                10,
                number -> "{\"n\":" + (9007199254740993L + number)
                        + ",\"k\":[\"b\\\"\",\"a\",\"a\"],\"d\":\"2026-11-21T10:00:00.123Z\"}");
        fixture.bulk(index, List.of("{\"index\":{\"_id\":\"empty\"}}", "{}"));
        fixture.refresh(index);
        ScanRequest request = ScanRequest.of(index)
                .withProjection(new Projection.NoSource())
                .withDocValueFields(List.of("n", "k", "d"));

        Map<String, Map<String, String>> values = new HashMap<>();
        Map<String, String> firstKeys = new HashMap<>();
        read(request, hit -> {
            assertThat(hit.toDocument().source()).isNull();
            values.put(hit.id(), hit.toDocument().docValues());
            firstKeys.put(hit.id(), "" + hit.firstDocValue("k"));
        });

        assertThat(values)
                .hasSize(11)
                .containsEntry("empty", Map.of())
                .containsEntry(
                        "3",
                        Map.of(
                                "n", "[9007199254740996]",
                                "k", "[\"a\",\"b\\\"\"]",
                                "d", "[\"2026-11-21T10:00:00.123Z\"]"));
        assertThat(firstKeys).containsEntry("3", "a").containsEntry("empty", "null");
    }

    @Test
    void bringsVersionsForCompareAndSet() {
        String index = fixture.createIndex("versions", 1);
        fixture.fill(index, 5);
        fixture.fill(index, 5);

        Map<String, String> versions = new HashMap<>();
        read(
                ScanRequest.of(index).withVersions(Versions.WITH),
                hit -> versions.put(hit.id(), hit.seqNo() + "/" + hit.primaryTerm()));

        for (int number = 0; number < 5; number++) {
            JsonNode document = fixture.cluster()
                    .perform(Request.read("GET", "/" + index + "/_doc/" + number))
                    .json();
            assertThat(versions)
                    .containsEntry(
                            "" + number,
                            document.path("_seq_no").asLong() + "/"
                                    + document.path("_primary_term").asLong());
        }
    }

    private Map<String, String> sources(ScanRequest request) {
        Map<String, String> sources = new HashMap<>();
        read(request, hit -> sources.put(hit.id(), new String(hit.source(), StandardCharsets.UTF_8)));
        return sources;
    }

    private void read(ScanRequest request, Consumer<Hit> action) {
        try (IndexScan scan = IndexScan.open(fixture.cluster(), request)) {
            scan.readAllPages(1, page -> page.forEach(action));
        }
    }
}
