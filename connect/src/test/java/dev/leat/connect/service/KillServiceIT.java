package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.TestAccess;
import dev.leat.elastic.Json;
import dev.leat.testing.FakeKibana;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service that is killed, with {@code kill -9}, at random moments of its jobs. */
@WithElasticsearch
class KillServiceIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int KILLS = FULL ? 50 : 2;
    private static final int DOCUMENTS = 600;
    private static final String CONNECTOR = "numbers-id";

    private TestElasticsearch elasticsearch;
    private FakeKibana kibana;
    private String index;
    private Path directory;

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        this.elasticsearch = elasticsearch;
        this.directory = directory;
        kibana = new FakeKibana(elasticsearch);
        kibana.removeIndices();
        kibana.createIndices();
        index = elasticsearch.uniqueIndex("numbers");
        kibana.createConnector(CONNECTOR, "numbers", ServiceProcess.TYPE, index);
    }

    @AfterEach
    void close() {
        kibana.removeIndices();
        elasticsearch.delete("/" + index + "?ignore_unavailable=true");
    }

    @Test
    void finishesEachJobAfterTheRestartAndTheIndexEqualsTheSource(TestInfo test) throws Exception {
        SplittableRandom random = Seeds.of(test).random();
        int kills = 0;
        for (int version = 0; kills < KILLS; version++) {
            configure(version);
            String job = kibana.syncNow(CONNECTOR, "full");
            int most = Math.min(KILLS - kills, 1 + random.nextInt(4));
            int killed = runWithKills(job, random, most);
            kills += killed;

            assertThat(texts())
                    .as("the index in version %d after %d kills", version, killed)
                    .isEqualTo(ServiceProcess.documents(DOCUMENTS, version));
            JsonNode document = Json.MAPPER.readTree(kibana.job(job));
            assertThat(document.path("status").asString()).isEqualTo("completed");
        }
        System.err.println(kills + " kills");
    }

    private void configure(int version) {
        kibana.update(CONNECTOR, """
                {"status":"configured","configuration":{
                  "documents":{"type":"int","required":true,"value":%d},"version":{"type":"int","required":true,"value":%d}}}
                """.formatted(DOCUMENTS, version));
    }

    /** Runs services one after the other until the job is done; gives back how many were killed. */
    private int runWithKills(String job, SplittableRandom random, int most) throws Exception {
        int kills = 0;
        while (true) {
            Process process = start();
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(output.readLine()).isEqualTo("started");
                if (kills == most) {
                    Awaitility.await()
                            .atMost(Duration.ofMinutes(1))
                            .until(() -> Json.MAPPER
                                    .readTree(kibana.job(job))
                                    .path("status")
                                    .asString()
                                    .equals("completed"));
                    return kills;
                }
                boolean ended = process.waitFor(random.nextInt(2_500), TimeUnit.MILLISECONDS);
                assertThat(ended).as("the service ended by itself").isFalse();
                kills++;
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private Process start() throws IOException {
        return TestAccess.ofService(elasticsearch, index)
                .passTo(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServiceProcess.class.getName(),
                        elasticsearch.url().toString(),
                        directory.toString(),
                        CONNECTOR))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Map<String, String> texts() {
        elasticsearch.refresh(index);
        Map<String, String> texts = new TreeMap<>();
        Json.MAPPER
                .readTree(elasticsearch
                        .get("/" + index + "/_search?size=10000")
                        .orFail()
                        .body())
                .path("hits")
                .path("hits")
                .forEach(hit -> texts.put(
                        hit.path("_id").asString(),
                        hit.path("_source").path("text").asString()));
        return texts;
    }
}
