package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files go in and come out again, through real processes. */
@WithElasticsearch
class LoadAndScanIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");

    private final TestElasticsearch elasticsearch;
    private final String index;

    @TempDir
    private Path folder;

    LoadAndScanIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("app");
    }

    private LeatProcess leat() {
        return LeatProcess.in(folder)
                .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString());
    }

    @Test
    void bringsEveryByteThereAndBack() throws Exception {
        int documents = FULL ? 500_000 : 20_000;
        Path file = folder.resolve("all kinds.ndjson");
        write(file, documents);
        // Numbers of any size pass, as long as they are only stored.
        elasticsearch.put("/" + index, "{\"mappings\":{\"dynamic\":false}}").orFail();

        JsonNode loaded = json(leat().leat("load", file.toString(), index, "--refresh", "--json")
                .orFail(0));
        Path copy = folder.resolve("copy.ndjson");
        JsonNode scanned =
                json(leat().leat("scan", index, "-o", copy.toString(), "--json").orFail(0));

        assertThat(loaded.path("documents").asInt()).isEqualTo(documents);
        assertThat(loaded.path("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(scanned.path("documents").asInt()).isEqualTo(documents);
        assertThat(sumOfLines(copy)).isEqualTo(sumOfLines(file));
    }

    @Test
    void changesNothingWhenAFileIsLoadedAgainOrHasGrown() throws Exception {
        Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"n\":1}\n{\"n\":2}\n");
        leat().leat("load", file.toString(), index).orFail(0);

        JsonNode again =
                json(leat().leat("load", file.toString(), index, "--json").orFail(0));
        Files.writeString(file, "{\"n\":3}\n", StandardOpenOption.APPEND);
        JsonNode grown =
                json(leat().leat("load", file.toString(), index, "--json").orFail(0));
        Path other = Files.writeString(folder.resolve("b.ndjson"), "{\"n\":1}\n{\"n\":9}\n");
        JsonNode different =
                json(leat().leat("load", other.toString(), index, "--json").orFail(0));

        assertThat(again.path("created").asInt()).isZero();
        assertThat(grown.path("created").asInt()).isEqualTo(1);
        assertThat(different.path("created").asInt()).isEqualTo(2);
        assertThat(elasticsearch.count(index)).isEqualTo(5);
    }

    @Test
    void keepsIdsAndRoutingWithMetaAndMakesTheIndexFromASchema() throws Exception {
        elasticsearch
                .put(
                        "/" + index,
                        "{\"settings\":{\"number_of_shards\":3},\"mappings\":{\"properties\":{\"n\":{\"type\":\"keyword\"}}}}")
                .orFail();
        elasticsearch
                .put("/" + index + "/_doc/a%2Fb?routing=r", "{\"n\":\"01\"}")
                .orFail();
        elasticsearch.put("/" + index + "/_doc/c", "{\"n\":9007199254740993}").orFail();
        elasticsearch.refresh(index);
        String copy = index + "-copy";
        Path file = folder.resolve("meta.ndjson");
        Path schema = folder.resolve("schema.json");

        leat().leat("scan", index, "-o", file.toString(), "--with-meta", "--schema", schema.toString())
                .orFail(0);
        leat().leat("load", file.toString(), copy, "--create-from", schema.toString(), "--refresh")
                .orFail(0);

        assertThat(Files.readAllLines(file))
                .containsExactlyInAnyOrder(
                        "{\"_index\":\"" + index + "\",\"_id\":\"a/b\",\"_routing\":\"r\",\"_source\":{\"n\":\"01\"}}",
                        "{\"_index\":\"" + index + "\",\"_id\":\"c\",\"_source\":{\"n\":9007199254740993}}");
        assertThat(elasticsearch
                        .get("/" + copy + "/_doc/a%2Fb?routing=r")
                        .orFail()
                        .body())
                .contains("\"_routing\":\"r\"");
        assertThat(elasticsearch.get("/" + copy).orFail().body())
                .contains("\"number_of_shards\":\"3\"", "\"n\":{\"type\":\"keyword\"}");
    }

    @Test
    void takesTheIdFromAField() throws Exception {
        Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"k\":\"ä\"}\n{\"k\":9007199254740993}\n");

        leat().leat("load", file.toString(), index, "--id-field", "k").orFail(0);

        assertThat(elasticsearch.get("/" + index + "/_doc/9007199254740993").status())
                .isEqualTo(200);
        assertThat(elasticsearch.get("/" + index + "/_doc/%C3%A4").status()).isEqualTo(200);
    }

    @Test
    void readsAPipeTheBulkFormatAndGzip() throws Exception {
        String bulk = """
                {"index":{"_id":"1"}}
                {"a":1}
                {"create":{"_id":"2"}}
                {"a":2}
                {"update":{"_id":"1"}}
                {"doc":{"b":3}}
                {"delete":{"_id":"2"}}
                """;
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bulk.getBytes(StandardCharsets.UTF_8));
        }

        JsonNode summary = json(leat().leatReading(
                        new ByteArrayInputStream(compressed.toByteArray()), "load", "-", index, "--refresh", "--json")
                .orFail(0));

        assertThat(summary.path("deleted").asInt()).isEqualTo(1);
        assertThat(leat().leat("scan", index).orFail(0).out()).isEqualTo("{\"a\":1,\"b\":3}\n");
    }

    @Test
    void exportsWhatIsAskedForAndSaysSoInTheSummary() throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.ndjson"), "{\"n\":1,\"t\":\"x\"}\n{\"n\":2,\"t\":\"y\"}\n{\"n\":3,\"t\":\"y\"}\n");
        leat().leat("load", file.toString(), index, "--refresh").orFail(0);
        Path query = Files.writeString(folder.resolve("query.json"), "{\"query\":{\"term\":{\"n\":1}}}");

        assertThat(leat().leat("scan", index, "--query", "t:y AND n:>2", "--fields", "n")
                        .orFail(0)
                        .out())
                .isEqualTo("{\"n\":3}\n");
        assertThat(leat().leat("scan", index, "--query", "@" + query).orFail(0).out())
                .isEqualTo("{\"n\":1,\"t\":\"x\"}\n");
        LeatProcess.Result limited = leat().leat("scan", index, "--limit", "2", "--slices", "3", "--json");
        assertThat(limited.orFail(0).out()).hasLineCount(2);
        assertThat(limited.err()).contains("\"documents\":2", "\"slices\":3");
    }

    @Test
    void loadsAnEmptyFileAndScansAnEmptyIndex() throws Exception {
        Path file = Files.createFile(folder.resolve("empty.ndjson"));

        leat().leat("load", file.toString(), index, "--refresh").orFail(0);

        assertThat(leat().leat("scan", index).orFail(0).output()).isEmpty();
    }

    private static void write(Path file, int documents) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < documents; i++) {
                out.write("{\"n\":" + i + ",\"big\":" + (9007199254740993L + i)
                        + ",\"huge\":12345678901234567890123,\"d\":1.10,\"e\":1E5,\"text\":\"ü€😀 \\u00e9\\n\","
                        + " \"empty\":[],\"none\":{},\"nested\":{\"a\":[{\"b\":[[" + i + "]]},null,true]},\"pad\":\""
                        + "x".repeat(200 + i % 100) + "\"}\n");
            }
        }
    }

    /** The same for the same lines in any order, and for nothing else. */
    private static BigInteger sumOfLines(Path file) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        BigInteger sum = BigInteger.ZERO;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                sum = sum.add(new BigInteger(1, digest.digest(line.getBytes(StandardCharsets.UTF_8))));
            }
        }
        return sum;
    }

    private static JsonNode json(LeatProcess.Result result) {
        return Json.MAPPER.readTree(result.out());
    }
}
