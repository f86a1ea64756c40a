package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a load may be told to do with each document. */
@WithElasticsearch
class LoadRulesIT {

    private final TestElasticsearch elasticsearch;
    private final String index;

    @TempDir
    private Path folder;

    LoadRulesIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("rules");
    }

    @Test
    void createsWhatIsMissingAndRejectsWhatIsThere() throws Exception {
        elasticsearch.put("/" + index + "/_doc/1", "{\"k\":1,\"old\":true}").orFail();

        JsonNode report = load(3, "{\"k\":1}\n{\"k\":2}\n", "--op", "create", "--id-field", "k");

        assertThat(report.path("created").asInt()).isEqualTo(1);
        assertThat(report.path("rejected").asInt()).isEqualTo(1);
        assertThat(source("1")).isEqualTo("{\"k\":1,\"old\":true}");
        assertThat(Files.readString(folder.resolve("in.ndjson.rejected.ndjson")))
                .contains("\"op\":\"create\"", "\"id\":\"1\"", "\"status\":409");
    }

    @Test
    void updatesFieldsOfWhatIsThereAndRejectsWhatIsMissing() throws Exception {
        elasticsearch.put("/" + index + "/_doc/1", "{\"k\":1,\"old\":true}").orFail();

        JsonNode report = load(3, "{\"k\":1,\"new\":\"é\"}\n{\"k\":2}\n", "--op", "update", "--id-field", "k");

        assertThat(report.path("updated").asInt()).isEqualTo(1);
        assertThat(report.path("rejected").asInt()).isEqualTo(1);
        assertThat(Json.MAPPER.readTree(source("1")))
                .isEqualTo(Json.MAPPER.readTree("{\"k\":1,\"old\":true,\"new\":\"é\"}"));
        assertThat(elasticsearch.get("/" + index + "/_doc/2").status()).isEqualTo(404);
    }

    @Test
    void deletesByIdAndCountsWhatIsNotThere() throws Exception {
        elasticsearch.put("/" + index + "/_doc/1", "{\"k\":1}").orFail();

        JsonNode report = load(0, "{\"_id\":\"1\",\"_source\":{}}\n{\"_id\":\"2\",\"_source\":{}}\n", "--op", "delete");

        assertThat(report.path("deleted").asInt()).isEqualTo(1);
        assertThat(report.path("unchanged").asInt()).isEqualTo(1);
        assertThat(elasticsearch.get("/" + index + "/_doc/1").status()).isEqualTo(404);
    }

    @Test
    void writesOnlyOverOlderVersions() throws Exception {
        load(0, "{\"k\":1,\"v\":5}\n{\"k\":2,\"v\":5}\n", "--id-field", "k", "--version-field", "v");

        JsonNode report = load(
                0,
                "{\"k\":1,\"v\":4,\"x\":1}\n{\"k\":2,\"v\":6,\"x\":1}\n{\"k\":2,\"v\":6,\"x\":2}\n",
                "--id-field",
                "k",
                "--version-field",
                "v");

        assertThat(report.path("updated").asInt()).isEqualTo(1);
        assertThat(report.path("outdated").asInt()).isEqualTo(2);
        assertThat(source("1")).isEqualTo("{\"k\":1,\"v\":5}");
        assertThat(source("2")).isEqualTo("{\"k\":2,\"v\":6,\"x\":1}");
        assertThat(elasticsearch.get("/" + index + "/_doc/2").body()).contains("\"_version\":6");
    }

    @Test
    void passesDocumentsThroughAPipeline() throws Exception {
        elasticsearch
                .put("/_ingest/pipeline/" + index, "{\"processors\":[{\"set\":{\"field\":\"p\",\"value\":1}}]}")
                .orFail();

        load(0, "{\"k\":1}\n", "--id-field", "k", "--pipeline", index);

        assertThat(source("1")).contains("\"p\":1");
    }

    @Test
    void readsZstd() throws Exception {
        Path plain = Files.writeString(folder.resolve("in.ndjson"), "{\"k\":1}\n{\"k\":2}\n");
        leat(0, "load", plain.toString(), index, "--id-field", "k", "--refresh");
        Path packed = folder.resolve("out.ndjson.zst");

        leat(0, "scan", index, "-o", packed.toString());
        JsonNode again = json(leat(0, "load", packed.toString(), index + "-copy", "--json"));

        assertThat(Files.readAllBytes(packed)).startsWith(0x28, 0xb5, 0x2f, 0xfd);
        assertThat(again.path("created").asInt()).isEqualTo(2);
    }

    @Test
    void loadsNoFasterThanAllowed() throws Exception {
        JsonNode report = load(0, "{\"k\":1}\n".repeat(61), "--rate", "20");

        assertThat(report.path("seconds").asDouble()).isGreaterThan(2.9);
    }

    @Test
    void refusesWhatCannotBeMeant() throws Exception {
        Path documents = Files.writeString(folder.resolve("in.ndjson"), "{\"k\":1}\n");
        Path bulk = Files.writeString(folder.resolve("bulk.ndjson"), "{\"delete\":{\"_id\":\"1\"}}\n");
        elasticsearch.put("/" + index, "{}").orFail();

        assertThat(leat(2, "load", documents.toString(), index, "--op", "delete")
                        .err())
                .contains("--id-field: is missing: --op delete must know which documents of the index are meant");
        assertThat(leat(2, "load", bulk.toString(), index, "--op", "create").err())
                .contains("--op: the lines of " + bulk + " bring their own operations");
        assertThat(leat(2, "load", documents.toString(), index, "--pipeline", "none-such")
                        .err())
                .contains("--pipeline: the cluster has no ingest pipeline 'none-such'; create it first");
        assertThat(leat(2, "load", documents.toString(), index + "-x", "--op", "update", "--id-field", "k")
                        .err())
                .contains("'" + index + "-x' is not there");
        assertThat(leat(2, "load", documents.toString(), index, "--rate", "0").err())
                .contains("--rate: must be at least 1 document a second");
    }

    private JsonNode load(int status, String lines, String... options) throws Exception {
        Path file = Files.writeString(folder.resolve("in.ndjson"), lines);
        String[] all = new String[options.length + 5];
        System.arraycopy(new String[] {"load", file.toString(), index, "--refresh", "--json"}, 0, all, 0, 5);
        System.arraycopy(options, 0, all, 5, options.length);
        return json(leat(status, all));
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

    private String source(String id) {
        return elasticsearch.get("/" + index + "/_source/" + id).orFail().body();
    }
}
