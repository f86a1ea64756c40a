package dev.leat.datastore.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.schema.CollectionState.Kind;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Progress;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithElasticsearch
class CollectionCatalogIT {

    private static final String SECOND = Lakes.FIRST.replace("\"integer\"", "\"long\"");

    private final Lakes lakes;
    private final CollectionCatalog catalog;

    CollectionCatalogIT(TestElasticsearch elasticsearch) {
        this.lakes = new Lakes(elasticsearch);
        this.catalog = new CollectionCatalog(lakes.cluster);
    }

    @BeforeEach
    void fill() {
        lakes.collection(Lakes.FIRST).register(SchemaMode.UPDATE);
        lakes.put("a", "{'name':'Arne','depth':3}");
        lakes.elasticsearch.refresh(lakes.name);
    }

    @AfterEach
    void close() {
        lakes.close();
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Begins to move to the second schema, and ends at that moment. */
    private void breakOff(String moment) {
        CollectionSchema killed = lakes.collection(lakes.schema(SECOND), now -> {
            if (now.equals(moment)) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> killed.reindex(Loss.REFUSED, Progress.none())).isInstanceOf(Killed.class);
    }

    @Test
    void knowsACollectionWithoutItsClass() {
        CollectionState state = catalog.find(lakes.name).orElseThrow();

        assertThat(state.index()).isEqualTo(lakes.name + "-g0001");
        assertThat(state.kind()).isEqualTo(Kind.CURRENT);
        assertThat(state.documents()).isEqualTo(1);
        assertThat(state.bytes()).isPositive();
        assertThat(state.shards()).isEqualTo(1);
        assertThat(state.autoReplicas()).isTrue();
        assertThat(state.recorded()).isEqualTo(lakes.schema(Lakes.FIRST));
        assertThat(state.pending()).isNull();
        assertThat(state.others()).isEmpty();
        assertThat(catalog.list().stream().filter(any -> any.collection().equals(lakes.name)))
                .hasSize(1);
        assertThat(catalog.names()).contains(lakes.name);
        assertThat(catalog.find(lakes.name + "x")).isEmpty();
    }

    @Test
    void countsTheArchiveWithItsCollection() {
        String archive = lakes.name + "-archive-000001";
        lakes.elasticsearch
                .put(
                        "/" + archive,
                        "{\"mappings\":{\"_meta\":{\"leat\":{\"schema\":"
                                + new String(lakes.schema(Lakes.FIRST).toJson(), StandardCharsets.UTF_8) + "}}}}")
                .orFail();
        lakes.elasticsearch.put("/" + archive + "/_doc/old?refresh", "{}").orFail();

        assertThat(catalog.find(lakes.name).orElseThrow().archived()).isEqualTo(1);
        assertThat(catalog.find(lakes.name).orElseThrow().kind()).isEqualTo(Kind.CURRENT);
        assertThat(catalog.names()).contains(lakes.name).doesNotContain(archive);
    }

    @Test
    void showsWhatCannotBeCounted() {
        lakes.elasticsearch.post("/" + lakes.name + "-g0001/_close", "").orFail();

        CollectionState state = catalog.find(lakes.name).orElseThrow();

        assertThat(state.documents()).isNull();
        assertThat(state.kind()).isEqualTo(Kind.CURRENT);
    }

    @Test
    void believesNoRecordThatSomebodyHasTamperedWith() {
        lakes.elasticsearch
                .put(
                        "/" + lakes.name + "/_mapping",
                        "{\"_meta\":{\"leat\":{\"schema\":{\"collection\":\"" + lakes.name + "\",\"mapping\":7}}}}")
                .orFail();

        CollectionState state = catalog.find(lakes.name).orElseThrow();

        assertThat(state.kind()).isEqualTo(Kind.FOREIGN);
        assertThat(state.recorded()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Planned.record,,",
        "Planned.act,MOVED,TAKEN_BACK",
        "Blocked.record,MOVED,TAKEN_BACK",
        "Created.record,MOVED,TAKEN_BACK",
        "Copied.record,MOVED,TAKEN_BACK",
        "Verified.record,MOVED,TAKEN_BACK",
        "Swapped.record,MOVED,MOVED",
        "Swapped.act,MOVED,MOVED",
        "Finished.record,MOVED,MOVED"
    })
    void endsWhatWasBrokenOff(String moment, MigrationEnd.Kind resumed, MigrationEnd.Kind takenBack) {
        breakOff(moment);
        var first = catalog.resume(lakes.name, Progress.none());
        assertThat(first.map(MigrationEnd::kind).orElse(null)).isEqualTo(resumed);
        assertThat(lakes.current()).isEqualTo(first.map(MigrationEnd::index).orElse(lakes.name + "-g0001"));
        expectUsable();
        assertThat(catalog.resume(lakes.name, Progress.none())).isEmpty();
        lakes.reindex(Lakes.FIRST);

        breakOff(moment);
        var second = catalog.takeBack(lakes.name);
        assertThat(second.map(MigrationEnd::kind).orElse(null)).isEqualTo(takenBack);
        expectUsable();
        assertThat(catalog.takeBack(lakes.name)).isEmpty();
        assertThat(lakes.type("depth")).isEqualTo(takenBack == MigrationEnd.Kind.MOVED ? "long" : "integer");
    }

    private void expectUsable() {
        assertThat(lakes.elasticsearch.count(lakes.name)).isEqualTo(1);
        lakes.put("a", "{'name':'Arne','depth':3}");
        assertThat(catalog.find(lakes.name).orElseThrow().pending()).isNull();
    }

    @Test
    void letsGoOfTheCollectionWhenItIsInterrupted() {
        CollectionSchema interrupted = lakes.collection(lakes.schema(SECOND), now -> {
            if (now.equals("Created.act")) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> interrupted.reindex(Loss.REFUSED, Progress.none()))
                .isInstanceOf(CancelledException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(lakes.json("/leat-datastore/_source/lease:" + lakes.name)
                        .path("released")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void showsAMigrationThatWasBrokenOff() {
        breakOff("Copied.record");

        CollectionState state = catalog.find(lakes.name).orElseThrow();

        assertThat(state.pending())
                .isEqualTo(new PendingMigration(
                        "created", lakes.name + "-g0001", lakes.name + "-g0002", lakes.schema(SECOND)));
        assertThat(state.others()).containsExactly(lakes.name + "-g0002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "_all", "a,b", "../a", "a-g0001", ""})
    void takesNoNameThatCouldMeanSomethingElse(String name) {
        assertThatThrownBy(() -> catalog.find(name))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("collection: '" + name + "' cannot be the name of a collection");
        assertThatThrownBy(() -> catalog.takeBack(name)).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> catalog.resume(name, Progress.none())).isInstanceOf(ConfigException.class);
    }

    @Test
    void recordsTheReplicasThatItFixes() {
        Schema two = lakes.schema(Lakes.FIRST).withLayout(new Layout(1, 2));

        new CollectionSchema(lakes.cluster, two).fixReplicas();

        CollectionState state = catalog.find(lakes.name).orElseThrow();
        assertThat(state.recorded()).isEqualTo(two);
        assertThat(state.replicas()).isEqualTo(2);
        assertThat(state.kind()).isEqualTo(Kind.CURRENT);
    }

    @Test
    void discardsNothingThatOnlyHasSuchAName() {
        for (String other : new String[] {"-g0007", "-g00001", "-g0000"}) {
            lakes.elasticsearch.put("/" + lakes.name + other, "{}").orFail();
        }
        lakes.reindex(SECOND);

        assertThat(lakes.collection(SECOND).discardOldGenerations()).containsExactly(lakes.name + "-g0001");

        assertThat(lakes.generations().split(","))
                .containsExactlyInAnyOrder(
                        lakes.name + "-g0000", lakes.name + "-g00001", lakes.name + "-g0007", lakes.name + "-g0008");
    }
}
