package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.query.ByQueryReport;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.datastore.query.Searches;
import dev.leat.datastore.update.OperationIds;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.Updates;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.ProxiedRequest;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@WithElasticsearch
class UpdateByQueryIT {

    private static final DocumentType<Ledger> TYPE = DocumentType.of(Ledger.class);
    private static final int DOCUMENTS = 1_000;

    private final TestElasticsearch node;
    private final String collection;
    private final FaultProxy proxy;
    private final Cluster cluster;
    private final Updates<Ledger> updates;

    UpdateByQueryIT(TestElasticsearch node) {
        this.node = node;
        this.collection = node.uniqueIndex("ledger");
        this.proxy = FaultProxy.before(node.url());
        this.cluster = Cluster.connect(proxy.url().toString(), Credentials.none());
        this.updates = new Updates<>(cluster, collection, TYPE, new OperationIds(new SecureRandom()));
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.putObject("settings").put("number_of_replicas", 0).put("number_of_shards", 2);
        body.set("mappings", TYPE.mapping());
        body.putObject("aliases").putObject(collection);
        node.put("/" + collection + "-g0001", body.toString()).orFail();
        BulkPlan<Ledger> plan = new BulkPlan<>(cluster, collection, TYPE, updates);
        for (int i = 0; i < DOCUMENTS; i++) {
            plan.save(new Ledger("d" + i, 0L, i % 2 == 0 ? "even" : "odd", List.of()));
        }
        plan.run(Refresh.NOW).orThrow();
    }

    @AfterEach
    void close() {
        cluster.close();
        proxy.close();
    }

    private SearchBuilder<Ledger> search(String lucene) {
        return Searches.of(cluster, collection, TYPE).search(lucene);
    }

    private JsonNode sums() {
        node.refresh(collection);
        return Json.MAPPER
                .readTree(node.post(
                                "/" + collection + "/_search?size=0",
                                "{\"aggs\":{\"by\":{\"terms\":{\"field\":\"state\"},\"aggs\":{\"sum\":{\"sum\":"
                                        + "{\"field\":\"amount\"}},\"max\":{\"max\":{\"field\":\"amount\"}}}}}}")
                        .orFail()
                        .body())
                .at("/aggregations/by/buckets");
    }

    @Test
    void updatesWhatTheSearchFinds() {
        ByQueryReport report = UpdateByQuery.run(
                updates,
                search("state:even"),
                List.of(UpdateOperation.increment("amount", 3), UpdateOperation.append("tags", "x")));

        assertThat(report.changed()).isEqualTo(DOCUMENTS / 2);
        assertThat(report.isComplete()).isTrue();
        for (JsonNode state : sums()) {
            boolean even = state.get("key").stringValue().equals("even");
            assertThat(state.at("/sum/value").intValue()).isEqualTo(even ? 3 * DOCUMENTS / 2 : 0);
        }
    }

    @Test
    void skipsWhatWasDeletedAndIsStillFound() {
        BulkPlan<Ledger> deletes = new BulkPlan<>(cluster, collection, TYPE, updates);
        node.put("/" + collection + "/_settings", "{\"refresh_interval\":\"-1\"}")
                .orFail();
        deletes.delete("d0").delete("d2").run().orThrow();

        ByQueryReport report =
                UpdateByQuery.run(updates, search("state:even"), List.of(UpdateOperation.increment("amount", 3)));

        assertThat(report.failures()).isEmpty();
        assertThat(report.changed()).isEqualTo(DOCUMENTS / 2 - 2);
        assertThat(report.skipped()).isEqualTo(2);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void changesNothingWhereNothingIsToBeDone() {
        ByQueryReport report =
                UpdateByQuery.run(updates, search("state:even"), List.of(UpdateOperation.set("state", "even")));

        assertThat(report.changed()).isZero();
        assertThat(report.unchanged()).isEqualTo(DOCUMENTS / 2);
    }

    @Test
    void countsExactlyWhileAnswersAreLostAndOthersWrite(TestInfo test) throws Exception {
        proxy.inject(FaultPolicy.random(Seeds.of(test).value(), 0.4, List.of(new Fault.DropAfterAnswer()))
                .onlyFor(ProxiedRequest::isBulk));
        Cluster direct = Cluster.connect(node.url().toString(), Credentials.none());
        Updates<Ledger> others = new Updates<>(direct, collection, TYPE, new OperationIds(new SecureRandom()));
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 200; i++) {
                others.update("d" + i).increment("amount", 1_000).run();
            }
        });

        for (int i = 0; i < 3; i++) {
            ByQueryReport report =
                    UpdateByQuery.run(updates, search("*:*"), List.of(UpdateOperation.increment("amount", 1)));
            assertThat(report.isComplete()).isTrue();
        }
        writer.join();
        direct.close();

        long sum = 0;
        for (JsonNode state : sums()) {
            sum += state.at("/sum/value").longValue();
        }
        assertThat(sum).isEqualTo(3L * DOCUMENTS + 200 * 1_000);
    }
}
