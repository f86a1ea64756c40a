package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Text;
import dev.leat.datastore.schema.Loss;
import dev.leat.datastore.schema.Schema;
import dev.leat.datastore.schema.SchemaMismatchException;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@WithElasticsearch
@Tag("smoke")
class DatastoreIT {

    @Document("mills")
    record Mill(@Id String id, int wheels, String river) {}

    /** A later version of the same class: another type, and one field more. */
    record LaterMill(
            @Id String id,
            long wheels,
            @Text String river,
            @Nullable String miller) {

        LaterMill withWheels(long changed) {
            return new LaterMill(id, changed, river, miller);
        }
    }

    private static final int DOCUMENTS = 3_000;
    private static final int WRITERS = 4;

    private final TestElasticsearch elasticsearch;
    private final Cluster cluster;
    private final Datastore datastore;
    private final String name;

    DatastoreIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.name = elasticsearch.uniqueIndex("mills");
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString())
                .withRetryPolicy(RetryPolicy.within(Duration.ofMinutes(10))
                        .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(500)))));
        this.datastore = Datastore.of(cluster);
    }

    @AfterEach
    void close() {
        elasticsearch.delete("/" + name + "-g0001");
        elasticsearch.delete("/" + name + "-g0002");
        cluster.close();
    }

    @Test
    void givesWhatWasRegistered() {
        Collection<Mill> mills = datastore.register(name, Mill.class);

        assertThat(datastore.collection(name)).isSameAs(mills);
        assertThat(datastore.collection(name, Mill.class)).isSameAs(mills);
        assertThat(datastore.collections()).containsOnlyKeys(name);
        assertThat(mills.type().name()).isEqualTo("mills");
        assertThatThrownBy(() -> datastore.collection("weirs"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("collection: 'weirs' is not registered; registered are " + name);
        assertThatThrownBy(() -> datastore.collection(name, LaterMill.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds " + Mill.class.getName() + " and not " + LaterMill.class.getName());
        assertThatThrownBy(() -> datastore.register("Weirs", Mill.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'Weirs' cannot be the name of a collection");
    }

    @Test
    void leavesAConnectionThatWasHandedInOpen() {
        datastore.close();

        assertThat(cluster.info().version()).isNotEmpty();
    }

    @Test
    void exportsSchemasThatCanBeReadAgain() {
        Collection<Mill> mills = datastore.register(name, Mill.class);

        assertThat(Schema.parseAll(datastore.exportSchema())).containsExactly(mills.schema());
    }

    @Test
    void listsTheKeys() {
        Collection<Mill> mills = datastore.register(name, Mill.class);
        for (int i = 0; i < 20; i++) {
            mills.save(new Mill("m" + i, i, "Tavy"));
        }
        mills.commit();

        try (var keys = mills.keys()) {
            assertThat(keys).hasSize(20).contains("m0", "m19");
        }
    }

    @Test
    void changesATypeWhileOthersWriteAndRead() throws ExecutionException, InterruptedException {
        datastore.register(name, Mill.class);
        fill();
        assertThatThrownBy(() -> datastore.register(name, LaterMill.class))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("river")
                .hasMessageContaining("wheels");
        Collection<LaterMill> later = datastore.register(
                name,
                LaterMill.class,
                dev.leat.datastore.schema.Layout.standard(),
                dev.leat.datastore.schema.SchemaMode.NONE);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger[] written = new AtomicInteger[WRITERS];
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int me = writer;
                written[me] = new AtomicInteger();
                all.add(threads.submit(() -> {
                    while (!done.get() && written[me].get() < DOCUMENTS / WRITERS - 4) {
                        later.modify("m" + me, mill -> mill.withWheels(mill.wheels() + 1));
                        later.delete("m" + (WRITERS + me + WRITERS * written[me].get()));
                        written[me].incrementAndGet();
                    }
                }));
            }
            all.add(threads.submit(() -> {
                while (!done.get()) {
                    assertThat(later.get("m" + (DOCUMENTS - 1))).isPresent();
                    assertThat(elasticsearch
                                    .get("/" + name + "/_search?size=0&terminate_after=1&filter_path=hits.total.value")
                                    .orFail()
                                    .body())
                            .doesNotContain("\"value\":0");
                }
            }));

            later.reindex(Loss.REFUSED, Progress.none());
            done.set(true);
            for (Future<?> one : all) {
                one.get();
            }
        }

        int deleted = 0;
        for (int writer = 0; writer < WRITERS; writer++) {
            assertThat(later.require("m" + writer).value().wheels()).isEqualTo(1 + written[writer].get());
            deleted += written[writer].get();
            assertThat(later.exists("m" + (WRITERS + writer))).isFalse();
        }
        assertThat(deleted).isLessThan(DOCUMENTS - 2 * WRITERS).isPositive();
        assertThat(elasticsearch.count(name)).isEqualTo(DOCUMENTS - deleted);
        assertThat(later.plan().isEmpty()).isTrue();
        assertThatThrownBy(() -> later.rollback(Loss.REFUSED)).hasMessageContaining("going back loses these writes");
    }

    private void fill() {
        for (int from = 0; from < DOCUMENTS; from += 5_000) {
            StringBuilder lines = new StringBuilder();
            for (int i = from; i < Math.min(DOCUMENTS, from + 5_000); i++) {
                lines.append("{\"index\":{\"_id\":\"m").append(i).append("\"}}\n");
                lines.append("{\"wheels\":1,\"river\":\"Tavy\"}\n");
            }
            elasticsearch
                    .postLines("/" + name + "/_bulk?refresh=true&filter_path=errors", lines.toString())
                    .orFail();
        }
    }
}
