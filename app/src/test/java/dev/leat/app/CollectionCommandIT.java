package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.app.Rivers.LongRiver;
import dev.leat.app.Rivers.Result;
import dev.leat.app.Rivers.River;
import dev.leat.app.Rivers.ShortRiver;
import dev.leat.datastore.schema.Layout;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What {@code leat collection} does to collections, and what it prints. */
@WithElasticsearch
class CollectionCommandIT {

    private final TestElasticsearch elasticsearch;

    @TempDir
    private Path folder;

    private Rivers rivers;

    CollectionCommandIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.rivers = new Rivers(elasticsearch, Path.of(""));
    }

    @BeforeEach
    void prepare() {
        rivers = new Rivers(elasticsearch, folder);
    }

    @AfterEach
    void close() {
        rivers.close();
    }

    @Test
    void listsCollections() {
        String name = rivers.create(3);
        rivers.run("reindex", name).orFail(0);

        Result table = rivers.run("list").orFail(0);
        ObjectNode row = (ObjectNode) rivers.listed(name);
        String bytes = row.remove("bytes").asString();

        assertThat(Long.parseLong(bytes)).isBetween(1_000L, 1_000_000L);
        assertThat(row)
                .hasToString("{\"collection\":\"" + name + "\",\"index\":\"" + name
                        + "-g0002\",\"documents\":3,\"shards\":1,\"replicas\":0,\"replicas_auto\":true,\"schema\":\"current\","
                        + "\"migration\":null,\"archived_documents\":null,\"other_indices\":[\"" + name + "-g0001\"]}");
        assertThat(table.out().lines().findFirst().orElse("").split(" +"))
                .containsExactly(
                        "COLLECTION",
                        "INDEX",
                        "DOCUMENTS",
                        "SIZE",
                        "SHARDS",
                        "REPLICAS",
                        "SCHEMA",
                        "ARCHIVE",
                        "MIGRATION");
        assertThat(table.out()).containsPattern("(?m)^" + name + " +" + name + "-g0002 +3 .* 1  0 \\(auto\\) +current");
        assertThat(table.err()).isEmpty();
    }

    @Test
    void listsWhatIsNoCollectionAsSuch() {
        String detached = rivers.create(0);
        String twice = rivers.create(0);
        String copy = rivers.name();
        elasticsearch
                .post(
                        "/_aliases",
                        "{\"actions\":[{\"remove\":{\"index\":\"" + detached + "-g0001\",\"alias\":\"" + detached
                                + "\"}},{\"add\":{\"index\":\"" + twice + "-g0001\",\"alias\":\"" + detached
                                + "-x\"}}]}")
                .orFail();
        elasticsearch
                .put(
                        "/" + copy,
                        "{\"mappings\":{\"_meta\":{\"leat\":{\"schema\":{\"collection\":\"" + twice
                                + "\",\"mapping\":{}}}}},\"aliases\":{\"" + twice + "\":{}}}")
                .orFail();

        assertThat(rivers.listed(detached))
                .hasToString("{\"collection\":\"" + detached + "\",\"index\":null,\"documents\":null,\"bytes\":null,"
                        + "\"shards\":null,\"replicas\":null,\"replicas_auto\":null,\"schema\":\"detached\","
                        + "\"migration\":null,\"archived_documents\":null,\"other_indices\":[\"" + detached
                        + "-g0001\"]}");
        assertThat(rivers.listed(twice).path("index").asString().split(","))
                .containsExactlyInAnyOrder(copy, twice + "-g0001");
        assertThat(rivers.listed(twice).path("schema").asString()).isEqualTo("foreign");
        assertThat(rivers.listed(copy).path("schema").asString()).isEqualTo("foreign");
        assertThat(rivers.run("plan").err())
                .contains("leat: left out: collection " + detached + " has " + detached
                        + "-g0001 but no alias of its name");
        assertThat(rivers.run("wipe", detached, "--yes").orFail(1).err()).contains("but no alias of its name");
    }

    @Test
    void showsHowCollectionsDifferFromAFile() throws IOException {
        String name = rivers.create(1);
        String same = rivers.create(1);
        String missing = rivers.name();
        Path file = merge(rivers.schema(LongRiver.class, name), rivers.schema(River.class, same, missing));

        Result text = rivers.run("plan", file.toString()).orFail(1);
        Result json =
                rivers.run("plan", file.toString(), "--only", name, "--json").orFail(1);
        Result inLine = rivers.run("plan", file.toString(), "--only", same).orFail(0);

        assertThat(text.out())
                .isEqualTo("""
                $1 ($1-g0001):
                  + country: keyword (free)
                  ~ length: integer -> long (needs a reindex)
                $2 ($2-g0001): in line with its schema
                $3:
                  + $3: is not there yet (free)
                """.replace("$1", name).replace("$2", same).replace("$3", missing));
        assertThat(json.out())
                .isEqualTo("{\"differs\":true,\"collections\":[{\"collection\":\"" + name + "\",\"index\":\"" + name
                        + "-g0001\",\"changes\":[{\"kind\":\"added\",\"path\":\"country\",\"message\":\"keyword\","
                        + "\"cost\":\"free\"},{\"kind\":\"changed\",\"path\":\"length\",\"message\":\"integer -> long\","
                        + "\"cost\":\"needs_reindex\"}]}]}\n");
        assertThat(inLine.out()).isEqualTo(same + " (" + same + "-g0001): in line with its schema\n");
        assertThat(rivers.indices(missing)).isEmpty();
    }

    @Test
    void appliesAFileOfSeveralCollections() throws IOException {
        String name = rivers.create(2);
        String same = rivers.create(1);
        String missing = rivers.name();
        Path file = merge(rivers.schema(LongRiver.class, name), rivers.schema(River.class, same, missing));

        Result applied = rivers.run("apply", file.toString(), "--json").orFail(0);
        Result again = rivers.run("apply", file.toString()).orFail(0);

        assertThat(applied.out())
                .isEqualTo(
                        "{\"collections\":[{\"collection\":\"$1\",\"done\":\"moved\",\"index\":\"$1-g0002\",\"from\":\""
                                        .replace("$1", name)
                                + name + "-g0001\",\"documents\":2},{\"collection\":\"" + same
                                + "\",\"done\":\"nothing\",\"index\":\"" + same
                                + "-g0001\",\"from\":null,\"documents\":null},{\"collection\":\"" + missing
                                + "\",\"done\":\"created\",\"index\":\"" + missing
                                + "-g0001\",\"from\":null,\"documents\":null}]}\n");
        assertThat(again.out())
                .contains(
                        name + " (" + name + "-g0002): nothing to do\n", missing + " (" + missing + "-g0001): nothing");
        assertThat(rivers.run("plan", file.toString()).status()).isZero();
        assertThat(elasticsearch.count(name)).isEqualTo(2);
    }

    @Test
    void addsFieldsInPlace() throws IOException {
        String name = rivers.create(1);
        String schema = Files.readString(rivers.schema(River.class, name))
                .replaceFirst("\"properties\" : \\{", "\"properties\" : {\"country\":{\"type\":\"keyword\"},");
        Path file = Files.writeString(folder.resolve("more.json"), schema);

        assertThat(rivers.run("apply", file.toString()).orFail(0).out())
                .isEqualTo(name + " (" + name + "-g0001): changed\n");

        assertThat(elasticsearch.get("/" + name + "/_mapping").body()).contains("\"country\":{\"type\":\"keyword\"}");
        assertThat(rivers.listed(name).path("schema").asString()).isEqualTo("current");
    }

    @Test
    void losesNothingUnlessTold() throws IOException {
        String name = rivers.create(2);
        String other = rivers.name();
        Path file = merge(rivers.schema(River.class, other), rivers.schema(ShortRiver.class, name));

        Result refused = rivers.run("apply", file.toString()).orFail(1);
        String before = rivers.indices(other);
        Result accepted = rivers.run("apply", file.toString(), "--accept-loss").orFail(0);

        assertThat(refused.err())
                .isEqualTo("leat: collection " + name + " has fields that its schema does not have: length; nothing was"
                        + " done: --accept-loss leaves them behind with their values\n");
        assertThat(before).isEmpty();
        assertThat(accepted.out())
                .contains(name + " (" + name + "-g0002): moved from " + name + "-g0001, 2 documents\n");
        assertThat(elasticsearch.get("/" + name + "/_source/r1").body()).isEqualTo("{\"name\":\"River 1\"}");
    }

    @Test
    void comparesWithWhatIsRecordedWithoutAFile() {
        String name = rivers.create(1);
        elasticsearch
                .put("/" + name + "/_mapping", "{\"properties\":{\"byhand\":{\"type\":\"keyword\"}}}")
                .orFail();
        elasticsearch.put("/" + name + "/_settings", "{\"index.auto_expand_replicas\":\"false\"}");
        elasticsearch
                .put("/" + name + "/_settings", "{\"index.number_of_replicas\":2}")
                .orFail();

        Result plan = rivers.run("plan", "--only", name).orFail(1);
        assertThat(plan.out())
                .isEqualTo(name + " (" + name + "-g0001):\n"
                        + "  - byhand: keyword, stays readable until a reindex leaves it behind (lossy)\n"
                        + "  ~ (replicas): 2 -> 0-1 (free)\n");
        assertThat(rivers.listed(name).path("schema").asString()).isEqualTo("differs");
        assertThat(rivers.run("reindex", name).orFail(1).err())
                .isEqualTo("leat: collection " + name + " has fields that its schema does not have: byhand; nothing was"
                        + " done: 'leat collection reindex " + name + " --accept-loss' leaves them behind with their"
                        + " values\n");

        rivers.run("apply", "--only", name, "--accept-loss").orFail(0);
        assertThat(rivers.run("plan", "--only", name).orFail(0).out()).contains("in line with its schema");
    }

    @Test
    void reindexesRollsBackAndDiscards() {
        String name = rivers.create(3);

        Result moved = rivers.run("reindex", name, "--json").orFail(0);
        elasticsearch.put("/" + name + "/_doc/new", "{\"name\":\"new\"}").orFail();
        Result refused = rivers.run("reindex", name, "--rollback").orFail(1);
        Result back = rivers.run("reindex", name, "--rollback", "--accept-loss", "--json")
                .orFail(0);
        Result nowhere = rivers.run("reindex", name, "--rollback").orFail(1);
        Result unasked = rivers.run("reindex", name, "--discard-old").orFail(2);
        Result no = rivers.answering("\n", "reindex", name, "--discard-old").orFail(1);
        String before = rivers.indices(name);
        Result yes = rivers.answering("y\n", "reindex", name, "--discard-old", "--json")
                .orFail(0);
        Result nothing = rivers.run("reindex", name, "--discard-old", "--json").orFail(0);

        assertThat(moved.out())
                .isEqualTo(
                        "{\"collection\":\"$\",\"done\":\"moved\",\"index\":\"$-g0002\",\"from\":\"$-g0001\",\"documents\":3}\n"
                                .replace("$", name));
        assertThat(refused.err())
                .contains("was written to since it was moved to " + name + "-g0002")
                .endsWith("which you have to accept with --accept-loss\n");
        assertThat(back.out())
                .isEqualTo(
                        "{\"collection\":\"$\",\"done\":\"rolled_back\",\"index\":\"$-g0001\",\"from\":\"$-g0002\"}\n"
                                .replace("$", name));
        assertThat(nowhere.err()).isEqualTo("leat: collection " + name + " has no earlier index to go back to\n");
        assertThat(unasked.err())
                .isEqualTo("leat: --yes: This removes " + name + "-g0002, after which collection " + name
                        + " cannot be rolled back; without a terminal to ask on, that needs --yes\n");
        assertThat(no.err()).endsWith("cannot be rolled back.\nGo on? [y/N] leat: nothing was changed\n");
        assertThat(before).isEqualTo(name + "-g0001," + name + "-g0002");
        assertThat(yes.out())
                .isEqualTo(
                        "{\"collection\":\"$\",\"done\":\"discarded\",\"index\":\"$-g0001\",\"removed\":[\"$-g0002\"]}\n"
                                .replace("$", name));
        assertThat(nothing.out())
                .isEqualTo("{\"collection\":\"$\",\"done\":\"nothing\",\"index\":\"$-g0001\",\"removed\":[]}\n"
                        .replace("$", name));
        assertThat(rivers.indices(name)).isEqualTo(name + "-g0001");
    }

    @Test
    void changesShardsAndReplicasAndRecordsThem() {
        String name = rivers.create(3);

        Result shards = rivers.run("shards", name, "--to", "2", "--json").orFail(0);
        Result recorded = rivers.run("shards", name, "--json").orFail(0);
        Result two = rivers.run("replicas", name, "--to", "2", "--json").orFail(0);
        Result plan = rivers.run("plan", "--only", name).orFail(0);
        Result unchanged = rivers.run("replicas", name, "--json").orFail(0);
        Result automatic = rivers.run("replicas", name, "--to", "auto").orFail(0);

        assertThat(shards.out())
                .isEqualTo(
                        "{\"collection\":\"$\",\"done\":\"moved\",\"index\":\"$-g0002\",\"from\":\"$-g0001\",\"documents\":3,\"shards\":2}\n"
                                .replace("$", name));
        assertThat(recorded.out())
                .isEqualTo("{\"collection\":\"$\",\"done\":\"nothing\",\"index\":\"$-g0002\",\"shards\":2}\n"
                        .replace("$", name));
        assertThat(two.out())
                .isEqualTo(
                        "{\"collection\":\"$\",\"done\":\"changed\",\"index\":\"$-g0002\",\"replicas\":2,\"replicas_auto\":false}\n"
                                .replace("$", name));
        assertThat(plan.out()).isEqualTo(name + " (" + name + "-g0002): in line with its schema\n");
        assertThat(unchanged.out()).isEqualTo(two.out());
        assertThat(automatic.out()).containsPattern("replicas auto +yes");
        assertThat(rivers.listed(name).path("schema").asString()).isEqualTo("current");
        assertThat(elasticsearch.count(name)).isEqualTo(3);
    }

    @Test
    void keepsTheLayoutThatAFileAsksFor() throws IOException {
        String name = rivers.create(1);
        Path file = rivers.schema(Layout.standard().withShards(3).withReplicas(1), River.class, name);

        rivers.run("apply", file.toString()).orFail(0);

        assertThat(rivers.run("plan", file.toString()).status()).isZero();
        assertThat(rivers.run("plan", "--only", name).status()).isZero();
        assertThat(rivers.listed(name).path("shards").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{               | it is not JSON: ",
                "[]              | a schema is an object with \"collection\" and \"mapping\"",
                "{\"collections\":[]} | there is no schema of a collection in it",
                "{\"collections\":{}} | \"collections\" must be a list of schemas",
                "{\"collection\":\"x*\",\"mapping\":{}} | cannot be the name of a collection",
                "{\"collection\":\"x\",\"mapping\":{},\"shards\":\"many\"} | \"shards\" must be a whole number and not \"many\"",
                "{\"collection\":\"x\",\"mapping\":{},\"shards\":0} | shards must be from 1 to 1024 and not 0",
                "{\"collections\":[{\"collection\":\"x\",\"mapping\":{}},{\"collection\":\"x\",\"mapping\":{}}]} | two schemas"
            })
    void refusesFilesThatAreNoSchemas(String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("schema.json"), content);

        for (String command : new String[] {"plan", "apply"}) {
            assertThat(rivers.run(command, file.toString()).orFail(2).err())
                    .startsWith("leat: " + file + ": ")
                    .contains(message)
                    .hasLineCount(1);
        }
    }

    @Test
    void saysWhatIsWrongWithTheArguments() throws IOException {
        String name = rivers.create(0);
        Path file = rivers.schema(River.class, name);

        assertThat(rivers.run("plan", folder.resolve("none.json").toString())
                        .orFail(1)
                        .err())
                .isEqualTo("leat: " + folder.resolve("none.json") + ": no such file or folder\n");
        assertThat(rivers.run("plan", file.toString(), "--only", name + "x")
                        .orFail(2)
                        .err())
                .isEqualTo("leat: --only: there is no schema of '" + name + "x' in " + file + ", did you mean '" + name
                        + "'\n");
        assertThat(rivers.run("reindex", name + "x").orFail(1).err())
                .isEqualTo("leat: there is no collection '" + name + "x' in this cluster, did you mean '" + name
                        + "'; 'leat collection list' shows all\n");
        assertThat(rivers.run("list", "--elasticsearch", "http://127.0.0.1:1")
                        .orFail(1)
                        .err())
                .contains("http://127.0.0.1:1 was not reached")
                .hasLineCount(1);
    }

    private Path merge(Path first, Path second) throws IOException {
        var one = (ObjectNode) dev.leat.elastic.Json.MAPPER.readTree(Files.readAllBytes(first));
        var two = dev.leat.elastic.Json.MAPPER.readTree(Files.readAllBytes(second));
        two.path("collections").forEach(one.withArray("collections")::add);
        return Files.writeString(folder.resolve("merged.json"), one.toString());
    }
}
