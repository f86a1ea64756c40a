package dev.leat.cassandra.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.leat.cassandra.sync.Content;
import dev.leat.cassandra.sync.DocState;
import dev.leat.cassandra.sync.DocWrite;
import dev.leat.cassandra.sync.Fingerprint;
import dev.leat.cassandra.sync.IndexSide;
import dev.leat.cassandra.sync.NewFields;
import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.cassandra.type.KeyText;
import dev.leat.cassandra.type.ScalarType;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.ProxiedRequest;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithElasticsearch
@Tag("smoke")
class ClusterIndexIT {

    private static final RowKey KEY = RowKey.of("key");
    private static final Content ONE = Content.of(Map.of("a", "1"));
    private static final TableShape SHAPE = shape("a");

    private TestElasticsearch elasticsearch;
    private FaultProxy proxy;
    private Cluster cluster;
    private String name;

    private static TableShape shape(String... columns) {
        List<Column> values = new ArrayList<>();
        for (String column : columns) {
            values.add(new Column(column, ScalarType.INT, Kind.REGULAR));
        }
        return new TableShape(
                "shop", "things", List.of(new Column("id", ScalarType.TEXT, Kind.PARTITION_KEY)), values, false);
    }

    @BeforeEach
    void connect(TestElasticsearch node) {
        elasticsearch = node;
        proxy = FaultProxy.before(node);
        name = node.uniqueIndex("things");
        cluster = Cluster.connect(
                ClusterSettings.of(proxy.url().toString()).withRetryPolicy(RetryPolicy.within(Duration.ofSeconds(5))));
    }

    @AfterEach
    void remove() {
        cluster.close();
        proxy.close();
        elasticsearch.delete("/" + name);
    }

    private ClusterIndex open() {
        return ClusterIndex.open(cluster, SHAPE, IndexSettings.of(name));
    }

    private static @Nullable Outcome put(ClusterIndex index, RowKey key) {
        return index.write(List.of(new DocWrite.Put(key, ONE, null, ""))).get(key);
    }

    private String mapping() {
        return elasticsearch.get("/" + name + "/_mapping").orFail().body();
    }

    @Test
    void anIndexIsMadeWithTheKeyAndAFieldForEveryColumnAndGrowsWithTheTable() {
        open();
        String made = mapping();
        ClusterIndex.open(cluster, shape("a", "b"), IndexSettings.of(name).withNewFields(NewFields.ADD_COLUMN));

        assertThat(made)
                .contains("\"dynamic\":\"false\"", "\"id\":{", "\"a\":{")
                .doesNotContain("\"b\":{");
        assertThat(mapping()).contains("\"b\":{\"type\":\"integer\"}");
    }

    @Test
    void theMappingOfAnIndexThatWasThereIsLeftAlone() {
        elasticsearch.put("/" + name, "{}").orFail();

        open();

        assertThat(mapping()).doesNotContain("\"a\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'mappings':{'_source':{'excludes':['b']}}}",
                "{'mappings':{'_source':{'includes':['b']}}}",
                "{'mappings':{'_source':{'enabled':false}}}",
                "{'settings':{'index.mapping.source.mode':'synthetic'}}"
            })
    void anIndexThatDoesNotGiveBackWhatItWasGivenIsRefused(String body) {
        // Elasticsearch 8 builds no documents from their fields without a licence for it, and keeps them.
        assumeThat(cluster.info().isAtLeast(9, 0) || !body.contains("synthetic"))
                .isTrue();
        elasticsearch.put("/" + name, body.replace('\'', '"')).orFail();

        assertThatThrownBy(this::open)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "index: the index '" + name + "' does not keep its documents as they are written")
                .hasMessageEndingWith("make it anew with a whole, stored _source");
    }

    @Test
    void anIndexThatCannotBeMadeIsAMistakeOfTheConfiguration() {
        IndexSettings settings = IndexSettings.of(name).withOverrides(Map.of("a", "{\"type\":\"nosuch\"}"));

        assertThatThrownBy(() -> ClusterIndex.open(cluster, SHAPE, settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("index: the index '" + name + "' cannot be made: ")
                .hasMessageContaining("[nosuch]");
        assertThatThrownBy(() -> ClusterIndex.open(cluster, SHAPE, IndexSettings.of("-" + name)))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching(".*(is no name of an index; correct it|correct its name, .*)");
    }

    @Test
    void aMissingIndexIsNamedAndNotMadeByAWrite() {
        ClusterIndex index = open();
        elasticsearch.delete("/" + name).orFail();

        assertThatThrownBy(() -> put(index, KEY))
                .isInstanceOf(IndexMissingException.class)
                .hasMessageStartingWith("the index '" + name + "' is not there any more; restore it");
        assertThatThrownBy(() -> index.read(List.of(KEY))).isInstanceOf(IndexMissingException.class);
        assertThatThrownBy(() -> index.changes(IndexSide.BEGINNING, (page, position) -> {}))
                .isInstanceOf(IndexMissingException.class);
        assertThatThrownBy(() -> index.scanKeys(keys -> {})).isInstanceOf(IndexMissingException.class);
        assertThat(elasticsearch.get("/" + name).status()).isEqualTo(404);
    }

    @Test
    void anotherIndexOfTheNameIsNotTakenForTheOneThatWasRead() {
        ClusterIndex index = open();
        put(index, KEY);
        DocState.Present old = present(index);
        elasticsearch.delete("/" + name).orFail();
        elasticsearch.put("/" + name, "{}").orFail();

        assertThatThrownBy(() -> index.read(List.of(KEY)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("was replaced by another of its name");
        index.rebased(IndexSide.BEGINNING);
        assertThat(index.read(List.of(KEY)).get(KEY)).isEqualTo(new DocState.Absent());
        assertThat(put(index, KEY)).isInstanceOf(Outcome.Written.class);
        // The numbers are the same again.
        assertThat(index.write(List.of(new DocWrite.Delete(KEY, old.version()))).get(KEY))
                .isEqualTo(new Outcome.Conflict());
    }

    @Test
    void anAliasThatWasRemovedIsThereAgain() {
        ClusterIndex index = open();
        put(index, KEY);
        elasticsearch
                .post(
                        "/_aliases",
                        "{\"actions\":[{\"remove\":{\"index\":\"" + name + "\",\"alias\":\"leat-sync-guard-*\"}}]}")
                .orFail();

        assertThatThrownBy(() -> index.read(List.of(KEY)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("had lost its alias leat-sync-guard-");
        assertThat(index.read(List.of(KEY)).get(KEY)).isInstanceOf(DocState.Present.class);
    }

    @Test
    void vectorsInFieldsOfItsOwnAreKeptByAWrite() {
        String vector = "{\"type\":\"dense_vector\",\"dims\":3,\"similarity\":\"l2_norm\"}";
        elasticsearch
                .put("/" + name, "{\"mappings\":{\"properties\":{\"v\":" + vector + "}}}")
                .orFail();
        elasticsearch
                .put("/" + name + "/_doc/key", "{\"id\":\"key\",\"a\":1,\"v\":[0.5,0.25,1.5]}")
                .orFail();
        ClusterIndex index = open();
        DocState.Present before = present(index);

        DocWrite write = new DocWrite.Put(KEY, Content.of(Map.of("a", "2")), before.version(), before.ownFields());
        assertThat(index.write(List.of(write)).get(KEY)).isInstanceOf(Outcome.Written.class);

        assertThat(present(index).ownFields()).isEqualTo("\"v\":[0.5,0.25,1.5]");
        List<Sighting> seen = new ArrayList<>();
        ClusterIndex.open(cluster, SHAPE, IndexSettings.of(name).withNewFields(NewFields.DEAD_LETTER))
                .changes(IndexSide.BEGINNING, (page, position) -> seen.addAll(page));
        assertThat(seen).extracting(Sighting::image).containsExactly(Fingerprint.UNREADABLE);
    }

    private static DocState.Present present(ClusterIndex index) {
        return (DocState.Present)
                Objects.requireNonNull(index.read(List.of(KEY)).get(KEY));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsUnknownAndNotSentAgain() {
        ClusterIndex index = open();
        proxy.inject(FaultPolicy.script(ProxiedRequest::isBulk, new Fault.DropAfterAnswer(), new Fault.None()));

        assertThat(put(index, KEY)).isEqualTo(new Outcome.Unknown());
        assertThat(proxy.injected(Fault.Kind.DROP_AFTER_ANSWER)).isEqualTo(1);
        assertThat(index.read(List.of(KEY)).get(KEY)).isInstanceOf(DocState.Present.class);
    }

    @Test
    void onlyTheItemsThatFoundNoRoomAreSentAgain() {
        ClusterIndex index = open();
        RowKey other = RowKey.of("other");
        proxy.inject(FaultPolicy.script(
                ProxiedRequest::isBulk, new Fault.Items((position, action) -> position == 0 ? 429 : 0)));

        Map<RowKey, Outcome> outcomes =
                index.write(List.of(new DocWrite.Put(KEY, ONE, null, ""), new DocWrite.Put(other, ONE, null, "")));

        assertThat(outcomes.values()).hasSize(2).allMatch(outcome -> outcome instanceof Outcome.Written);
    }

    @Test
    void aHashedKeyIsFoundByTheFeedAndByTheScan() {
        ClusterIndex index = open();
        String values = "ü".repeat(300);
        RowKey key = new RowKey(KeyText.id(values), values);
        put(index, key);
        List<Sighting> changes = new ArrayList<>();
        List<RowKey> keys = new ArrayList<>();

        index.changes(IndexSide.BEGINNING, (page, position) -> changes.addAll(page));
        index.scanKeys(keys::addAll);

        assertThat(changes)
                .containsExactly(Sighting.of(
                        key, Objects.requireNonNull(index.read(List.of(key)).get(key))));
        assertThat(keys).containsExactly(key);
    }

    @Test
    void deletesMoveThePositionOn() {
        ClusterIndex index = open();
        Outcome.Written written = (Outcome.Written) Objects.requireNonNull(put(index, KEY));
        index.write(List.of(new DocWrite.Delete(KEY, Objects.requireNonNull(written.version()))));
        List<String> positions = new ArrayList<>();

        index.changes(IndexSide.BEGINNING, (page, position) -> positions.add(position));

        assertThat(positions).containsExactly(index.end());
        index.changes(positions.getFirst(), (page, position) -> positions.add(position));
        assertThat(positions).hasSize(1);
    }

    @Test
    void anIndexThatHasSeenNothingButDeletesHasNoChanges() {
        elasticsearch.put("/" + name, "{}").orFail();
        elasticsearch.delete("/" + name + "/_doc/none");
        ClusterIndex index = open();
        List<String> positions = new ArrayList<>();

        index.changes(IndexSide.BEGINNING, (page, position) -> positions.add(position));

        assertThat(positions).containsExactly(index.end());
    }

    @Test
    void aMissingIndexReadsAsEmptyWhereNothingMayBeMade() {
        ClusterIndex index =
                ClusterIndex.open(cluster, SHAPE, IndexSettings.of(name).withAccess(Access.READ_ONLY));

        assertThat(index.read(List.of(KEY)).get(KEY)).isEqualTo(new DocState.Absent());
        assertThat(index.end()).isEqualTo(IndexSide.BEGINNING);
        index.scanKeys(keys -> {
            throw new AssertionError("there are none");
        });
        assertThat(elasticsearch.get("/" + name).status()).isEqualTo(404);
    }
}
