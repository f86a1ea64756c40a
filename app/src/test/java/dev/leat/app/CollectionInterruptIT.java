package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C and kill in the middle of a migration: the next command goes on or takes it back, and nobody waits for ever. */
@WithElasticsearch
@DisabledOnOs(OS.WINDOWS)
class CollectionInterruptIT {

    private static final int DOCUMENTS = 100_000;

    private final TestElasticsearch elasticsearch;

    @TempDir
    private Path folder;

    private Rivers rivers;
    private String name = "";

    CollectionInterruptIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.rivers = new Rivers(elasticsearch, Path.of(""));
    }

    @BeforeEach
    void fill() {
        rivers = new Rivers(elasticsearch, folder);
        name = rivers.create(0);
        for (int from = 0; from < DOCUMENTS; from += 20_000) {
            StringBuilder lines = new StringBuilder();
            for (int i = from; i < from + 20_000; i++) {
                lines.append("{\"index\":{\"_id\":\"").append(i).append("\"}}\n");
                lines.append("{\"name\":\"").append("x".repeat(200)).append("\",\"length\":");
                lines.append(i).append("}\n");
            }
            elasticsearch.postLines("/" + name + "/_bulk", lines.toString()).orFail();
        }
    }

    @AfterEach
    void close() {
        rivers.close();
    }

    private LeatProcess leat() {
        return LeatProcess.in(folder)
                .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString());
    }

    private LeatProcess.Running startedToCopy(String shards, String generation) throws Exception {
        LeatProcess.Running running = leat().start("collection", "shards", name, "--to", shards);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isCopying(generation));
        return running;
    }

    private boolean isCopying(String generation) {
        TestElasticsearch.Response stats = elasticsearch.get(
                "/" + name + "-" + generation + "/_stats/indexing?filter_path=_all.primaries.indexing.index_total");
        return stats.body().matches(".*\"index_total\":[1-9].*");
    }

    private int writeStatus() {
        return elasticsearch.put("/" + name + "/_doc/new", "{\"name\":\"new\"}").status();
    }

    @Test
    void goesOnAfterCtrlCAndWithTheSameCommandAfterAKill() throws Exception {
        LeatProcess.Result interrupted = startedToCopy("2", "g0002").interrupt().orFail(130);

        assertThat(interrupted.err())
                .isEqualTo("leat: the work on collection $ was interrupted; if a migration had begun, its writers wait:"
                                .replace("$", name)
                        + " 'leat collection reindex " + name
                        + "' goes on with it, and with --rollback takes it back\n");
        assertThat(elasticsearch.get("/leat-datastore/_source/lease:" + name).body())
                .contains("\"released\":true");
        assertThat(elasticsearch.get("/_nodes/stats/indices/search").body()).contains("\"open_contexts\":0");
        assertThat(rivers.listed(name).path("migration"))
                .hasToString("{\"step\":\"created\",\"from\":\"$-g0001\",\"to\":\"$-g0002\"}".replace("$", name));
        assertThat(writeStatus()).isEqualTo(403);
        refusesEverythingElse();

        Rivers.Result rest = rivers.run("reindex", name, "--json").orFail(0);

        assertThat(rest.out())
                .isEqualTo(
                        "{\"collection\":\"$\",\"done\":\"moved\",\"index\":\"$-g0002\",\"from\":\"$-g0001\",\"documents\":100000}\n"
                                .replace("$", name));
        assertThat(rivers.listed(name).path("shards").asInt()).isEqualTo(2);
        assertThat(writeStatus()).isEqualTo(201);
        assertThat(elasticsearch.count(name)).isEqualTo(DOCUMENTS + 1);
        assertThat(rivers.run("plan", "--only", name).status()).isZero();

        startedToCopy("3", "g0003").kill();

        Rivers.Result repeated = rivers.run("shards", name, "--to", "3").orFail(0);

        assertThat(repeated.out()).contains("moved", "100,001");
        assertThat(elasticsearch.count(name)).isEqualTo(DOCUMENTS + 1);
    }

    private void refusesEverythingElse() throws Exception {
        Path file = rivers.schema(Rivers.LongRiver.class, name);
        for (String[] command : new String[][] {
            {"apply", file.toString()},
            {"apply", "--only", name},
            {"replicas", name},
            {"shards", name, "--to", "3"},
            {"reindex", name, "--discard-old", "--yes"}
        }) {
            assertThat(rivers.run(command).orFail(1).err())
                    .isEqualTo(
                            ("leat: a migration of collection $ from $-g0001 to $-g0002 is under way or was broken off;"
                                            + " 'leat collection reindex $' goes on with it, and with --rollback takes it back\n")
                                    .replace("$", name));
        }
        assertThat(rivers.run("plan", "--only", name).orFail(1).out())
                .contains("~ (migration): under way or broken off after step Created");
    }

    @Test
    void isTakenBackOrWipedAfterCtrlC() throws Exception {
        startedToCopy("2", "g0002").interrupt().orFail(130);

        Rivers.Result back = rivers.run("reindex", name, "--rollback", "--json").orFail(0);

        assertThat(back.out())
                .isEqualTo("{\"collection\":\"$\",\"done\":\"taken_back\",\"index\":\"$-g0001\",\"from\":\"$-g0002\"}\n"
                        .replace("$", name));
        assertThat(rivers.indices(name)).isEqualTo(name + "-g0001");
        assertThat(writeStatus()).isEqualTo(201);

        startedToCopy("2", "g0002").interrupt().orFail(130);

        leat().leat("collection", "wipe", name, "--yes").orFail(0);

        assertThat(elasticsearch.count(name)).isZero();
        assertThat(writeStatus()).isEqualTo(201);
    }
}
