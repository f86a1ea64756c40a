package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tables and folders, through real processes. */
@WithElasticsearch
class ScanFormatsIT {

    private static final String MAPPING = """
            {"mappings":{"dynamic":false,"properties":{
              "name":{"type":"keyword"},
              "size":{"type":"long"},
              "tags":{"type":"keyword"},
              "at":{"properties":{"city":{"type":"keyword"},"zip":{"type":"keyword"}}},
              "parts":{"type":"nested","properties":{"n":{"type":"long"}}},
              "alias":{"type":"alias","path":"name"}}}}
            """;

    private final TestElasticsearch elasticsearch;
    private final String index;

    @TempDir
    private Path folder;

    ScanFormatsIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("formats");
    }

    @Test
    void writesATable() throws Exception {
        elasticsearch.put("/" + index, MAPPING).orFail();
        put(
                "1",
                "{\"name\":\"a,\\\"b\\\"\\nc\",\"size\":9007199254740993,\"tags\":[\"x\",\"y\"],\"at\":{\"city\":\"Köln\"}}");
        put(
                "2",
                "{\"name\":\"\",\"at\":[{\"city\":\"A\"},{\"city\":\"B\",\"zip\":\"1\"}],\"parts\":[{\"n\":1}],\"odd\":1}");
        elasticsearch.refresh(index);
        Path file = folder.resolve("out.csv");

        String err = leat(0, "scan", index, "-o", file.toString(), "--with-meta", "--verify")
                .err();

        String table = Files.readString(file);
        assertThat(table).startsWith("_index,_id,_routing,at.city,at.zip,name,parts,size,tags\n");
        assertThat(table)
                .contains("\n" + index + ",1,,Köln,,\"a,\"\"b\"\"\nc\",,9007199254740993,\"[\"\"x\"\",\"\"y\"\"]\"\n")
                .contains("\n" + index + ",2,,\"[\"\"A\"\",\"\"B\"\"]\",\"[\"\"1\"\"]\",\"\",\"[{\"\"n\"\":1}]\",,\n");
        assertThat(err).contains("leat: fields that are not mapped have no column, such as odd;");
    }

    @Test
    void writesTheColumnsThatAreAskedForInTheirOrder() throws Exception {
        elasticsearch.put("/" + index, MAPPING).orFail();
        put("1", "{\"name\":\"n\",\"size\":1,\"odd\":true,\"at\":{\"city\":\"c\"}}");
        elasticsearch.refresh(index);

        String table = leat(0, "scan", index, "--format", "csv", "--fields", "size,odd,at")
                .out();

        assertThat(table).isEqualTo("size,odd,at.city,at.zip\n1,true,c,\n");
    }

    @Test
    void bringsAFolderBackWithMappingSettingsAndAliases() throws Exception {
        elasticsearch
                .put(
                        "/" + index,
                        "{\"settings\":{\"number_of_shards\":3},\"aliases\":{\"" + index
                                + "-alias\":{}},\"mappings\":{\"properties\":{\"n\":{\"type\":\"keyword\"}}}}")
                .orFail();
        for (int i = 0; i < 50; i++) {
            elasticsearch
                    .put("/" + index + "/_doc/" + i + "?routing=r" + i, "{\"n\":\"0" + i + "\"}")
                    .orFail();
        }
        elasticsearch.refresh(index);
        String backup = folder.resolve("backup") + "/";
        List<String> export =
                List.of("scan", index, "-o", backup, "--with-meta", "--compress", "zstd", "--slices", "6", "--json");

        JsonNode scanned = json(leat(0, export.toArray(String[]::new)));
        String again = leat(2, export.toArray(String[]::new)).err();
        String before = leat(0, "scan", index, "--with-meta").out();
        elasticsearch.delete("/" + index).orFail();
        JsonNode loaded = json(leat(0, "load", backup, index, "--refresh", "--json"));

        assertThat(scanned.path("documents").asInt()).isEqualTo(50);
        assertThat(scanned.path("parts").asInt()).isEqualTo(6);
        assertThat(again).contains("holds an export already; --resume goes on with it, or name another folder");
        assertThat(loaded.path("created").asInt()).isEqualTo(50);
        assertThat(sorted(leat(0, "scan", index, "--with-meta").out())).isEqualTo(sorted(before));
        assertThat(elasticsearch.get("/" + index + "-alias").orFail().body())
                .contains("\"number_of_shards\":\"3\"", "\"n\":{\"type\":\"keyword\"}", "\"" + index + "-alias\":{}");
    }

    @Test
    void bringsSeveralIndicesBackToWhereTheyWere() throws Exception {
        for (String type : List.of("keyword", "long")) {
            elasticsearch
                    .put(
                            "/" + index + "-" + type,
                            "{\"aliases\":{\"" + index + "-both\":{}},\"mappings\":{\"properties\":{\"n\":{\"type\":\""
                                    + type + "\"}}}}")
                    .orFail();
            elasticsearch
                    .put("/" + index + "-" + type + "/_doc/1?refresh=true", "{\"n\":\"7\",\"of\":\"" + type + "\"}")
                    .orFail();
        }
        Path backup = folder.resolve("backup");
        Path bare = folder.resolve("bare");
        leat(0, "scan", index + "-both", "-o", backup + "/", "--with-meta", "--slices", "1");
        leat(0, "scan", index + "-both", "-o", bare + "/");
        List<String> before =
                sorted(leat(0, "scan", index + "-both", "--with-meta").out());
        elasticsearch.delete("/" + index + "-keyword").orFail();
        elasticsearch.delete("/" + index + "-long").orFail();

        JsonNode loaded = json(leat(0, "load", backup.toString(), "--refresh", "--json"));

        assertThat(loaded.path("created").asInt()).isEqualTo(2);
        assertThat(loaded.path("index").asString()).isEqualTo(index + "-keyword," + index + "-long");
        assertThat(sorted(leat(0, "scan", index + "-both", "--with-meta").out()))
                .isEqualTo(before)
                .hasSize(2);
        assertThat(elasticsearch.get("/" + index + "-both/_mapping").orFail().body())
                .contains("\"n\":{\"type\":\"keyword\"}", "\"n\":{\"type\":\"long\"}");
        assertThat(leat(2, "load", bare.toString()).err())
                .contains(
                        "INDEX: is missing: " + bare + " holds documents of 2 indices and does not say which are whose")
                .contains("export with --with-meta to load all back");
        assertThat(leat(2, "load", backup.toString(), "--create-from", "x").err())
                .contains("--create-from: makes one index; name it, or leave the option out");
    }

    @Test
    void bringsRejectedDocumentsOfSeveralIndicesToWhereTheyBelong() throws Exception {
        for (String name : List.of("a", "b")) {
            elasticsearch
                    .put("/" + index + "-" + name + "/_doc/1?refresh=true", "{\"n\":\"x\"}")
                    .orFail();
        }
        Path backup = folder.resolve("backup");
        leat(0, "scan", index + "-*", "-o", backup + "/", "--with-meta", "--slices", "1");
        for (String name : List.of("a", "b")) {
            elasticsearch.delete("/" + index + "-" + name).orFail();
            elasticsearch
                    .put("/" + index + "-" + name, "{\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"}}}}")
                    .orFail();
        }
        leat(3, "load", backup.toString());
        Path letters = backup.resolve("part-00-00000.ndjson.rejected.ndjson");
        Files.writeString(letters, Files.readString(letters).replace("\"x\"", "7"));

        leat(0, "load", letters.toString(), "--refresh");

        assertThat(sorted(leat(0, "scan", index + "-*", "--with-meta").out()))
                .containsExactly(
                        "{\"_index\":\"" + index + "-a\",\"_id\":\"1\",\"_source\":{\"n\":7}}",
                        "{\"_index\":\"" + index + "-b\",\"_id\":\"1\",\"_source\":{\"n\":7}}");
        elasticsearch.delete("/" + index + "-b").orFail();
        assertThat(leat(2, "load", letters.toString()).err())
                .contains("INDEX: '" + index + "-b' is not there, and nothing says how to make it; create it first");
    }

    @Test
    void bringsOneIndexBackToWhereItWas() throws Exception {
        put("1", "{\"n\":1}");
        elasticsearch.refresh(index);
        Path backup = folder.resolve("backup");
        leat(0, "scan", index, "-o", backup + "/");
        elasticsearch.delete("/" + index).orFail();

        leat(0, "load", backup.toString(), "--refresh");

        assertThat(leat(0, "scan", index).out()).isEqualTo("{\"n\":1}\n");
        assertThat(leat(2, "load", backup.resolve("manifest.json").toString()).err())
                .contains("INDEX: is missing: name the index to load into");
    }

    @Test
    void loadsNoFolderThatIsBrokenOrIncomplete() throws Exception {
        put("1", "{\"n\":1}");
        elasticsearch.refresh(index);
        Path backup = folder.resolve("backup");
        leat(0, "scan", index, "-o", backup + "/");
        JsonNode manifest = Json.MAPPER.readTree(Files.readString(backup.resolve("manifest.json")));
        Path part = backup.resolve(manifest.path("parts").path(0).path("file").asString());
        Files.writeString(part, "{\"n\":2}\n");

        assertThat(leat(2, "load", backup.toString(), index + "-b").err())
                .contains(part + ": is not what was exported: its checksum differs from the manifest's");
        assertThat(leat(1, "scan", index, "-o", backup + "/", "--resume", "--verify")
                        .err())
                .contains(part + " is not what was written: its checksum differs");
        Files.writeString(
                backup.resolve("manifest.json"),
                manifest.toString().replace("\"complete\":true", "\"complete\":false"));
        assertThat(leat(2, "load", backup.toString(), index + "-b").err())
                .contains("holds an export that is not complete; 'leat scan --resume' goes on with it");
    }

    @Test
    void refusesWhatCannotBeMeant() throws Exception {
        assertThat(leat(2, "scan", index, "--resume").err()).contains("--resume: goes with a folder only: -o DIR/");
        assertThat(leat(2, "scan", index, "--verify").err()).contains("--verify: has nothing to read again");
        assertThat(leat(2, "scan", index, "-o", folder + "/x/", "--resume", "--limit", "1")
                        .err())
                .contains("--resume: does not go with --limit");
    }

    private void put(String id, String source) {
        elasticsearch.put("/" + index + "/_doc/" + id, source).orFail();
    }

    private static List<String> sorted(String lines) {
        return lines.lines().sorted().toList();
    }

    private LeatProcess.Result leat(int status, String... arguments) throws Exception {
        return LeatProcess.in(folder)
                .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString())
                .leat(arguments)
                .orFail(status);
    }

    private static JsonNode json(LeatProcess.Result result) {
        return Json.MAPPER.readTree(result.out());
    }
}
