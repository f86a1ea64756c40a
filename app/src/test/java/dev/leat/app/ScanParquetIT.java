package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.app.parquet.ParquetRows;
import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Exports as Parquet, through real processes, which have no Hadoop. */
@WithElasticsearch
class ScanParquetIT {

    /** Enough for more than one group of rows in each file. */
    private static final int MANY = Boolean.getBoolean("leat.test.full") ? 1_000_000 : 60_000;

    private static final String MAPPING = """
            {"settings":{"number_of_shards":2},"mappings":{"dynamic":false,"properties":{
              "name":{"type":"keyword"},
              "size":{"type":"long"},
              "price":{"type":"float"},
              "seen":{"type":"date"},
              "tags":{"type":"keyword"},
              "at":{"properties":{"city":{"type":"keyword"},"zip":{"type":"keyword"}}},
              "parts":{"type":"nested","properties":{"n":{"type":"long"}}},
              "labels":{"type":"flattened"},
              "alias":{"type":"alias","path":"name"}}}}
            """;

    private final TestElasticsearch elasticsearch;
    private final String index;

    @TempDir
    private Path folder;

    ScanParquetIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("parquet");
    }

    @Test
    void writesColumnsWithTypes() throws Exception {
        elasticsearch.put("/" + index, MAPPING).orFail();
        put("1", "{\"name\":\"a\",\"size\":9007199254740993,\"price\":0.1234567,\"seen\":\"1970-01-01T00:00:01Z\"}");
        put(
                "2",
                "{\"tags\":[\"x\",\"y\"],\"at\":{\"city\":\"Köln\"},\"parts\":{\"n\":1},\"labels\":{\"a\":[1]},\"odd\":1}");
        put("3", "{\"tags\":\"z\",\"at.zip\":\"1\",\"parts\":[{\"n\":2},{}]}");
        elasticsearch.refresh(index);
        Path file = folder.resolve("out.parquet");

        String err = leat(0, "scan", index, "-o", file.toString(), "--with-meta", "--verify")
                .err();

        assertThat(ParquetRows.read(file))
                .containsExactlyInAnyOrder(
                        Map.of(
                                "_index",
                                index,
                                "_id",
                                "1",
                                "name",
                                "a",
                                "size",
                                9007199254740993L,
                                "price",
                                0.1234567,
                                "seen",
                                1_000_000L),
                        Map.of(
                                "_index",
                                index,
                                "_id",
                                "2",
                                "tags",
                                List.of("x", "y"),
                                "at",
                                Map.of("city", "Köln"),
                                "parts",
                                List.of(Map.of("n", 1L)),
                                "labels",
                                "{\"a\":[1]}"),
                        Map.of(
                                "_index",
                                index,
                                "_id",
                                "3",
                                "tags",
                                List.of("z"),
                                "at",
                                Map.of("zip", "1"),
                                "parts",
                                List.of(Map.of("n", 2L), Map.of())));
        assertThat(err).contains("leat: fields that are not mapped have no column, such as odd;");
    }

    @Test
    void writesTheFieldsThatAreAskedForAlsoIntoAPipe() throws Exception {
        elasticsearch.put("/" + index, MAPPING).orFail();
        put("1", "{\"name\":\"n\",\"odd\":[true],\"at\":{\"city\":\"c\",\"zip\":\"1\"}}");
        elasticsearch.refresh(index);
        Path file = folder.resolve("piped");

        Files.write(
                file,
                leat(0, "scan", index, "--format", "parquet", "--fields", "odd,at.city", "--compress", "gzip")
                        .output());

        assertThat(ParquetRows.read(file)).containsExactly(Map.of("odd", "[true]", "at", Map.of("city", "c")));
    }

    @Test
    void namesTheFieldAndTheDocumentThatDoNotFitOrKeepsWhatDoesNotFit() throws Exception {
        elasticsearch.put("/" + index, MAPPING).orFail();
        put("1", "{\"name\":\"n\",\"size\":1}");
        put("2", "{\"name\":[\"n\",\"m\"],\"size\":1}");
        elasticsearch.refresh(index);
        Path file = folder.resolve("out.parquet");

        assertThat(leat(1, "scan", index, "-o", file.toString(), "--sample-docs", "0")
                        .err())
                .contains("leat: field 'name' of document '2' in index '" + index + "' is an array, and the sample had"
                        + " none; begin again with --array-fields name, or with --on-mismatch json, which");
        assertThat(file).doesNotExist();
        leat(0, "scan", index, "-o", file.toString(), "--sample-docs", "0", "--on-mismatch", "json");
        assertThat(ParquetRows.read(file))
                .containsExactlyInAnyOrder(
                        Map.of("name", "n", "size", 1L), Map.of("size", 1L, "_mismatches", "{\"name\":[\"n\",\"m\"]}"));
        leat(0, "scan", index, "-o", file.toString(), "--sample-docs", "0", "--array-fields", "name");
        assertThat(ParquetRows.read(file))
                .containsExactlyInAnyOrder(
                        Map.of("name", List.of("n"), "size", 1L), Map.of("name", List.of("n", "m"), "size", 1L));
    }

    @Test
    void goesOnInAFolderWithTheSameColumns() throws Exception {
        elasticsearch.put("/" + index, MAPPING).orFail();
        for (int i = 0; i < 40; i++) {
            put("" + i, "{\"name\":\"" + i + "\"}");
        }
        elasticsearch.refresh(index);
        Path backup = folder.resolve("backup");
        leat(0, "scan", index, "-o", backup + "/", "--format", "parquet", "--with-meta", "--slices", "4", "--verify");
        makeUnfinished(backup);
        elasticsearch
                .put("/" + index + "/_mapping", "{\"properties\":{\"later\":{\"type\":\"long\"}}}")
                .orFail();

        assertThat(leat(
                                2,
                                "scan",
                                index,
                                "-o",
                                backup + "/",
                                "--format",
                                "parquet",
                                "--with-meta",
                                "--on-mismatch",
                                "json",
                                "--resume")
                        .err())
                .contains("holds another export");
        JsonNode again = Json.MAPPER.readTree(leat(
                        0,
                        "scan",
                        index,
                        "-o",
                        backup + "/",
                        "--format",
                        "parquet",
                        "--with-meta",
                        "--slices",
                        "4",
                        "--resume",
                        "--verify",
                        "--json")
                .out());

        assertThat(again.path("documents").asInt()).isEqualTo(40);
        assertThat(again.path("snapshots").asInt()).isEqualTo(2);
        assertThat(rows(backup))
                .extracting(row -> row.get("name"))
                .doesNotHaveDuplicates()
                .hasSize(40);
        assertThat(leat(2, "load", backup.toString(), index + "-b").err())
                .contains("holds parquet, which is not loaded; export NDJSON");
        assertThat(leat(2, "load", rowFiles(backup).getFirst().toString(), index + "-b")
                        .err())
                .contains(".parquet is a Parquet file, which is not loaded; export NDJSON");
        assertThat(LeatProcess.in(folder)
                        .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString())
                        .leatReading(
                                new ByteArrayInputStream(
                                        Files.readAllBytes(rowFiles(backup).getFirst())),
                                "load",
                                "-",
                                index + "-b")
                        .orFail(2)
                        .err())
                .contains("standard input is a Parquet file, which is not loaded");
    }

    /** The heap is the 256 MB that every command has. */
    @Test
    void needsNoMoreMemoryForMoreDocuments() throws Exception {
        elasticsearch.put("/" + index, MAPPING).orFail();
        Random random = new Random(7);
        for (int from = 0; from < MANY; from += 10_000) {
            StringBuilder lines = new StringBuilder();
            for (int i = from; i < from + 10_000; i++) {
                lines.append("{\"index\":{\"_id\":\"").append(i).append("\"}}\n{\"name\":\"");
                lines.append(Long.toHexString(random.nextLong()).repeat(20))
                        .append("\",\"size\":")
                        .append(i);
                lines.append(",\"tags\":[\"")
                        .append(Long.toHexString(random.nextLong()))
                        .append("\",\"b\"]}\n");
            }
            elasticsearch.post("/" + index + "/_bulk", lines.toString()).orFail();
        }
        elasticsearch.refresh(index);
        Path file = folder.resolve("out.parquet");
        Path parts = folder.resolve("parts");

        leat(0, "scan", index, "-o", file.toString(), "--verify");
        leat(0, "scan", index, "-o", parts + "/", "--format", "parquet", "--slices", "8", "--verify");

        assertThat(sizes(List.of(file)).cardinality()).isEqualTo(MANY);
        assertThat(sizes(rowFiles(parts)).cardinality()).isEqualTo(MANY);
    }

    @Test
    void refusesWhatCannotBeMeant() throws Exception {
        assertThat(leat(2, "scan", index, "-o", "x.parquet.gz").err())
                .contains("--output: a Parquet file is compressed inside; name it FILE.parquet");
        assertThat(leat(2, "scan", index, "--on-mismatch", "json").err())
                .contains("--on-mismatch: goes with Parquet only: -o FILE.parquet or --format parquet");
        elasticsearch.put("/" + index, MAPPING).orFail();
        assertThat(leat(2, "scan", index, "-o", "x.parquet", "--array-fields", "nmae")
                        .err())
                .contains("--array-fields: 'nmae' is no field of the export");
    }

    /** As if the process had been killed, and its snapshot were gone. */
    private static void makeUnfinished(Path backup) throws IOException {
        Path file = backup.resolve("manifest.json");
        JsonNode manifest = Json.MAPPER.readTree(Files.readString(file));
        JsonNode part = manifest.path("parts").path(1);
        Files.delete(backup.resolve(part.path("file").asString()));
        Files.writeString(
                file,
                manifest.toString()
                        .replace("\"complete\":true", "\"complete\":false")
                        .replace(part.path("finished").toString(), "null"));
    }

    private static List<Path> rowFiles(Path backup) throws IOException {
        try (Stream<Path> files = Files.list(backup)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    private static BitSet sizes(List<Path> files) throws IOException {
        BitSet sizes = new BitSet();
        for (Path file : files) {
            ParquetRows.forEach(file, row -> sizes.set(Integer.parseInt(String.valueOf(row.get("size")))));
        }
        return sizes;
    }

    private static List<Map<String, Object>> rows(Path backup) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Path file : rowFiles(backup)) {
            rows.addAll(ParquetRows.read(file));
        }
        return rows;
    }

    private void put(String id, String source) {
        elasticsearch.put("/" + index + "/_doc/" + id, source).orFail();
    }

    private LeatProcess.Result leat(int status, String... arguments) throws Exception {
        return LeatProcess.in(folder)
                .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString())
                .leat(arguments)
                .orFail(status);
    }
}
