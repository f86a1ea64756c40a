package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.app.Rivers.Result;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code leat collection wipe} destroys one collection, when told to, and nothing else ever. */
@WithElasticsearch
class CollectionWipeIT {

    private final TestElasticsearch elasticsearch;

    @TempDir
    private Path folder;

    private Rivers rivers;

    CollectionWipeIT(TestElasticsearch elasticsearch) {
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
    void destroysAllGenerationsWhenToldTo() {
        String name = rivers.create(3);
        rivers.run("reindex", name).orFail(0);

        Result wiped = rivers.run("wipe", name, "--yes", "--json").orFail(0);

        assertThat(wiped.out())
                .isEqualTo(
                        "{\"collection\":\"$\",\"done\":\"wiped\",\"index\":\"$-g0003\",\"documents\":3,\"removed\":[\"$-g0001\",\"$-g0002\"]}\n"
                                .replace("$", name));
        assertThat(wiped.err()).isEmpty();
        assertThat(rivers.indices(name)).isEqualTo(name + "-g0003");
        assertThat(elasticsearch.count(name)).isZero();
        assertThat(rivers.listed(name).path("schema").asString()).isEqualTo("current");
        elasticsearch.put("/" + name + "/_doc/r", "{\"name\":\"again\"}").orFail();
    }

    @Test
    void showsWhatItDestroysAndAsksForTheName() {
        String name = rivers.create(3);
        rivers.run("reindex", name).orFail(0);

        Result wrong = rivers.answering("y\n", "wipe", name).orFail(1);
        Result silent = rivers.answering("", "wipe", name).orFail(1);
        long kept = elasticsearch.count(name);
        Result right = rivers.answering(name + "\n", "wipe", name).orFail(0);

        String question =
                "This destroys all 3 documents of collection $ ($-g0002) and those of its other indices ($-g0001)"
                        + " for ever.\nType '$' to go on: ";
        assertThat(wrong.err()).isEqualTo((question + "leat: nothing was changed\n").replace("$", name));
        assertThat(silent.err()).isEqualTo(wrong.err());
        assertThat(kept).isEqualTo(3);
        assertThat(right.err()).startsWith(question.replace("$", name));
        assertThat(elasticsearch.count(name)).isZero();
    }

    @Test
    void destroysNothingWhereNobodyCanBeAsked() {
        String name = rivers.create(3);

        assertThat(rivers.run("wipe", name).orFail(2).err())
                .isEqualTo("leat: --yes: This destroys all 3 documents of collection $ ($-g0001) for ever; without a"
                                .replace("$", name)
                        + " terminal to ask on, that needs --yes\n");
        assertThat(elasticsearch.count(name)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "_all", "$*", "$,other", "$-g0001", "../$", "$/_doc", "-$", "", "<$-{now}>", "Rivers"})
    void takesNoNameThatCouldMeanSomethingElse(String pattern) {
        String name = rivers.create(3);

        for (String command : new String[] {"wipe", "reindex", "shards", "replicas"}) {
            String hostile = pattern.replace("$", name);
            Result result = command.equals("wipe")
                    ? rivers.run(command, "--yes", "--", hostile)
                    : rivers.run(command, "--", hostile);

            assertThat(result.orFail(2).err())
                    .startsWith("leat: collection: '" + hostile + "' cannot be the name of a collection")
                    .hasLineCount(1);
        }
        assertThat(rivers.indices(name)).isEqualTo(name + "-g0001");
        assertThat(elasticsearch.count(name)).isEqualTo(3);
    }

    @Test
    void touchesNoIndexThatIsNoCollection() {
        String index = rivers.name();
        String alias = rivers.name();
        String foreign = rivers.name();
        elasticsearch.put("/" + index + "/_doc/1?refresh", "{\"n\":1}").orFail();
        elasticsearch.put("/" + foreign, "{\"aliases\":{\"" + alias + "\":{}}}").orFail();
        String generation = rivers.name();
        elasticsearch
                .put("/" + generation + "-g0001", "{\"aliases\":{\"" + generation + "\":{}}}")
                .orFail();

        for (String[] command : new String[][] {
            {"wipe", "--yes"},
            {"reindex"},
            {"reindex", "--rollback"},
            {"reindex", "--discard-old", "--yes"},
            {"shards", "--to", "2"},
            {"replicas", "--to", "0"},
            {"plan", "--only"}
        }) {
            String end = "; nothing that the datastore has not made is touched\n";
            assertThat(rivers.run(with(command, index)).orFail(1).err())
                    .isEqualTo("leat: '" + index
                            + "' is not a collection: it is an index, where a collection is an alias" + end);
            assertThat(rivers.run(with(command, alias)).orFail(1).err())
                    .isEqualTo("leat: '" + alias + "' is not a collection: its alias points at " + foreign
                            + ", which is not the index of a collection of that name" + end);
            assertThat(rivers.run(with(command, generation)).orFail(1).err())
                    .startsWith("leat: '" + generation + "' is not a collection: its alias points at " + generation
                            + "-g0001, which is not");
        }
        assertThat(elasticsearch.count(index)).isEqualTo(1);
        assertThat(rivers.indices(generation)).isEqualTo(generation + "-g0001");
    }

    @Test
    void refusesAFileForWhatIsNoCollection() throws Exception {
        String index = rivers.name();
        elasticsearch.put("/" + index + "/_doc/1?refresh", "{\"n\":1}").orFail();
        Path file = rivers.schema(Rivers.River.class, index);

        for (String command : new String[] {"plan", "apply"}) {
            assertThat(rivers.run(command, file.toString()).orFail(1).err())
                    .startsWith("leat: '" + index + "' is not a collection");
        }
    }

    @Test
    void leavesIndicesThatOnlyHaveSuchAName() {
        String name = rivers.create(3);
        for (String other : new String[] {"-g0007", "-g00001", "-g0000", "-gone", "-g0001-copy"}) {
            elasticsearch
                    .put("/" + name + other + "/_doc/1?refresh", "{\"n\":1}")
                    .orFail();
        }

        rivers.run("wipe", name, "--yes").orFail(0);
        rivers.run("reindex", name, "--discard-old", "--yes").orFail(0);

        assertThat(rivers.indices(name).split(","))
                .containsExactlyInAnyOrder(
                        name + "-g0000",
                        name + "-g00001",
                        name + "-g0001-copy",
                        name + "-g0007",
                        name + "-g0008",
                        name + "-gone");
        assertThat(elasticsearch.count(name)).isZero();
    }

    private static String[] with(String[] command, String name) {
        String[] all = java.util.Arrays.copyOf(command, command.length + 1);
        all[command.length] = name;
        return all;
    }
}
