package dev.leat.datastore.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@WithElasticsearch
@Tag("smoke")
class RegistrationIT {

    private static final String MORE = Lakes.FIRST.replace(
            "\"depth\":{\"type\":\"integer\"}", "\"depth\":{\"type\":\"integer\"},\"fish\":{\"type\":\"keyword\"}");
    private static final String LESS = Lakes.FIRST.replace("\"depth\":{\"type\":\"integer\"},", "");
    private static final String OTHER = Lakes.FIRST.replace("\"integer\"", "\"keyword\"");

    private final TestElasticsearch elasticsearch;
    private final Lakes lakes;

    RegistrationIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.lakes = new Lakes(elasticsearch);
    }

    @AfterEach
    void close() {
        lakes.close();
    }

    @Test
    void createsAliasAndFirstGeneration() {
        CollectionSchema collection = lakes.collection(Lakes.FIRST);
        assertThat(collection.plan().toString())
                .isEqualTo(lakes.name + ":\n  + " + lakes.name + ": is not there yet (free)");

        collection.register(SchemaMode.UPDATE);

        assertThat(lakes.current()).isEqualTo(lakes.name + "-g0001");
        assertThat(collection.plan().toString())
                .isEqualTo(lakes.name + " (" + lakes.name + "-g0001): in line with its schema");
        assertThat(collection.findRecorded()).contains(lakes.schema(Lakes.FIRST));
        assertThat(elasticsearch.get("/_alias/" + lakes.name + "-g0001-only").status())
                .isEqualTo(200);
    }

    @Test
    void keepsVectorsInTheSource() {
        String vectors = Lakes.FIRST.replace(
                "\"depth\":{\"type\":\"integer\"}",
                "\"depth\":{\"type\":\"dense_vector\",\"dims\":2,\"similarity\":\"l2_norm\"}");
        lakes.collection(vectors).register(SchemaMode.UPDATE);

        elasticsearch.put("/" + lakes.name + "/_doc/1", "{\"depth\":[1.5,2]}").orFail();

        assertThat(elasticsearch.get("/" + lakes.name + "/_doc/1").orFail().body())
                .contains("\"_source\":{\"depth\":[1.5,2]}");
    }

    @Test
    void isCreatedOnceByTwentyAtOnce() throws ExecutionException, InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String mapping = i % 2 == 0 ? Lakes.FIRST : MORE;
                all.add(threads.submit(() -> {
                    try (Cluster own = lakes.connect()) {
                        start.await();
                        new CollectionSchema(own, lakes.schema(mapping)).register(SchemaMode.UPDATE);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }

        assertThat(lakes.generations()).isEqualTo(lakes.name + "-g0001");
        assertThat(lakes.current()).isEqualTo(lakes.name + "-g0001");
        assertThat(lakes.type("fish")).isEqualTo("keyword");
    }

    @Test
    void addsAFieldToTheLiveIndex() {
        lakes.collection(Lakes.FIRST).register(SchemaMode.UPDATE);
        CollectionSchema more = lakes.collection(MORE);
        assertThat(more.plan().lines()).extracting(PlanLine::toString).containsExactly("+ fish: keyword (free)");
        assertThatThrownBy(() -> more.register(SchemaMode.CREATE_OR_VALIDATE))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("collection " + lakes.name
                        + " does not fit its schema: + fish: keyword (free); register it in the mode UPDATE");

        more.register(SchemaMode.UPDATE);

        assertThat(lakes.type("fish")).isEqualTo("keyword");
        assertThat(more.plan().isEmpty()).isTrue();
        assertThat(lakes.generations()).isEqualTo(lakes.name + "-g0001");
    }

    @Test
    void keepsARemovedFieldUntilAReindexThatMayLoseIt() {
        lakes.collection(Lakes.FIRST).register(SchemaMode.UPDATE);
        lakes.put("a", "{'name':'Arne','depth':3,'place':{'country':'x'}}");
        CollectionSchema less = lakes.collection(LESS);

        less.register(SchemaMode.UPDATE);

        String line = "- depth: integer, stays readable until a reindex leaves it behind (lossy)";
        assertThat(less.plan().lines()).extracting(PlanLine::toString).containsExactly(line);
        assertThat(less.plan().cost()).isEqualTo(Cost.LOSSY);
        assertThat(lakes.source("a")).contains("\"depth\":3");
        assertThatThrownBy(() -> less.reindex(Loss.REFUSED, Progress.none()))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("collection " + lakes.name + " does not fit its schema: " + line
                        + "; accept the loss to reindex without these fields");

        less.reindex(Loss.ACCEPTED, Progress.none());

        assertThat(lakes.source("a")).isEqualTo("{\"name\":\"Arne\",\"place\":{\"country\":\"x\"}}");
        assertThat(less.plan().isEmpty()).isTrue();
    }

    @Test
    void refusesAnIncompatibleChangeAndNamesTheField() {
        lakes.collection(Lakes.FIRST).register(SchemaMode.UPDATE);
        CollectionSchema other = lakes.collection(OTHER);

        assertThatThrownBy(() -> other.register(SchemaMode.UPDATE))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage("collection " + lakes.name
                        + " does not fit its schema: ~ depth: integer -> keyword (needs a reindex); reindex the collection,"
                        + " or register it in the mode MIGRATE");
        assertThat(lakes.type("depth")).isEqualTo("integer");

        other.register(SchemaMode.MIGRATE);

        assertThat(lakes.type("depth")).isEqualTo("keyword");
        assertThat(lakes.current()).isEqualTo(lakes.name + "-g0002");
    }

    @Test
    void refusesToCreateWhenToldToValidate() {
        assertThatThrownBy(() -> lakes.collection(Lakes.FIRST).register(SchemaMode.VALIDATE))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("is not there yet");
        lakes.collection(Lakes.FIRST).register(SchemaMode.NONE);

        assertThat(lakes.generations()).isEmpty();
    }

    @Test
    void refusesANameThatAnIndexHas() {
        elasticsearch.put("/" + lakes.name, "{}").orFail();

        assertThatThrownBy(() -> lakes.collection(Lakes.FIRST).register(SchemaMode.UPDATE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is an index named " + lakes.name);
    }

    @Test
    void doesNotHideDocumentsWhoseAliasWasLost() {
        lakes.collection(Lakes.FIRST).register(SchemaMode.UPDATE);
        elasticsearch.delete("/" + lakes.name + "-g0001/_alias/" + lakes.name).orFail();

        assertThatThrownBy(() -> lakes.collection(Lakes.FIRST).register(SchemaMode.UPDATE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("index " + lakes.name + "-g0001 exists, but no alias");
    }

    @Test
    void changesShardsByAReindexAndReplicasAtOnce() {
        lakes.collection(Lakes.FIRST).register(SchemaMode.UPDATE);
        lakes.put("a", "{'name':'Arne'}");
        CollectionSchema wider = lakes.collection(lakes.schema(Lakes.FIRST).withLayout(new Layout(3, 2)), moment -> {});
        assertThat(wider.plan().lines())
                .extracting(PlanLine::toString)
                .containsExactly("~ (shards): 1 -> 3 (needs a reindex)", "~ (replicas): 0-1 -> 2 (free)");

        wider.fixReplicas();
        assertThat(wider.plan().lines())
                .extracting(PlanLine::toString)
                .containsExactly("~ (shards): 1 -> 3 (needs a reindex)");
        assertThat(wider.fixShards(Progress.none())).isPresent();

        assertThat(wider.plan().isEmpty()).isTrue();
        assertThat(lakes.source("a")).isEqualTo("{\"name\":\"Arne\"}");
        assertThat(wider.fixShards(Progress.none())).isEmpty();
    }

    @Test
    void isEmptyAndUsableAfterAWipe() {
        CollectionSchema collection = lakes.collection(Lakes.FIRST);
        collection.register(SchemaMode.UPDATE);
        lakes.put("a", "{'name':'Arne'}");

        collection.wipe();

        assertThat(elasticsearch.count(lakes.name)).isZero();
        assertThat(lakes.generations()).isEqualTo(lakes.name + "-g0002");
        lakes.put("a", "{'name':'Arne'}");
        collection.commit();
        assertThat(elasticsearch
                        .get("/" + lakes.name + "/_count?filter_path=count")
                        .body())
                .isEqualTo("{\"count\":1}");
    }

    @Test
    void readsTheSchemaThatItWrote() {
        Schema schema = lakes.schema(MORE).withLayout(new Layout(2, 1));

        assertThat(Schema.parse(schema.toJson())).isEqualTo(schema);
        assertThat(Schema.parseAll(Schema.toJson(List.of(schema, lakes.schema(LESS)))))
                .containsExactly(schema, lakes.schema(LESS));
        assertThat(schema.fingerprint())
                .hasSize(64)
                .isNotEqualTo(lakes.schema(LESS).fingerprint());
        assertThatThrownBy(() -> Schema.parse("[]".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("schema: a schema is an object with \"collection\" and \"mapping\"");
    }
}
