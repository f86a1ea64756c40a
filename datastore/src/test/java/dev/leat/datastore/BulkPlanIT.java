package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.BulkPlanReport.Item;
import dev.leat.datastore.BulkPlanReport.Kind;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.InvalidDocumentException;
import dev.leat.datastore.update.OperationIds;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.Updates;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.WriteOutcome.Result;
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
class BulkPlanIT {

    private static final DocumentType<Ledger> TYPE = DocumentType.of(Ledger.class);

    private final TestElasticsearch node;
    private final String collection;
    private final FaultProxy proxy;
    private final Cluster cluster;
    private final Updates<Ledger> updates;

    BulkPlanIT(TestElasticsearch node) {
        this.node = node;
        this.collection = node.uniqueIndex("ledger");
        this.proxy = FaultProxy.before(node.url());
        this.cluster = Cluster.connect(proxy.url().toString(), Credentials.none());
        this.updates = new Updates<>(cluster, collection, TYPE, new OperationIds(new SecureRandom()));
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.putObject("settings").put("number_of_replicas", 0);
        body.set("mappings", TYPE.mapping());
        body.putObject("aliases").putObject(collection);
        node.put("/" + collection + "-g0001", body.toString()).orFail();
    }

    @AfterEach
    void close() {
        cluster.close();
        proxy.close();
    }

    private BulkPlan<Ledger> plan() {
        return new BulkPlan<>(cluster, collection, TYPE, updates);
    }

    private static Ledger ledger(String id, long amount) {
        return new Ledger(id, amount, null, null);
    }

    private String source(String id) {
        ObjectNode source = (ObjectNode) Json.MAPPER
                .readTree(node.get("/" + collection + "/_doc/" + id).orFail().body())
                .get("_source");
        source.remove("_leat");
        return source.toString();
    }

    @Test
    void reportsEveryItem() {
        plan().save(ledger("there", 1)).save(ledger("gone", 1)).run().orThrow();

        BulkPlanReport report = plan().create(ledger("new", 1))
                .create(ledger("there", 9))
                .save(ledger("saved", 2))
                .update("there", UpdateOperation.increment("amount", 1))
                .update("absent", UpdateOperation.increment("amount", 1))
                .update("there", UpdateOperation.set("state", "new"))
                .update("there", UpdateOperation.increment("amount", Long.MAX_VALUE))
                .upsert("made", ledger("made", 5), UpdateOperation.increment("amount", 1))
                .delete("gone")
                .delete("absent")
                .run(Refresh.NOW);

        assertThat(report.findFailure()).isEmpty();
        assertThat(report.items())
                .extracting(Item::id)
                .containsExactly(
                        "new", "there", "saved", "there", "absent", "there", "there", "made", "gone", "absent");
        assertThat(report.items().get(1).outcome()).isInstanceOf(PlanOutcome.Conflict.class);
        assertThat(report.items().stream()
                        .map(Item::outcome)
                        .filter(outcome -> !(outcome instanceof PlanOutcome.Conflict)))
                .containsExactly(
                        new PlanOutcome.Written(Result.CREATED),
                        new PlanOutcome.Written(Result.CREATED),
                        new PlanOutcome.Written(Result.UPDATED),
                        new PlanOutcome.Missing(),
                        new PlanOutcome.Unchanged(),
                        new PlanOutcome.Rejected("INC amount: the result is beyond a long"),
                        new PlanOutcome.Written(Result.CREATED),
                        new PlanOutcome.Written(Result.DELETED),
                        new PlanOutcome.Unchanged());
        assertThat(report.failures()).extracting(Item::kind).containsExactly(Kind.CREATE, Kind.UPDATE, Kind.UPDATE);
        assertThat(source("there")).isEqualTo("{\"amount\":2,\"state\":\"new\"}");
        assertThat(source("made")).isEqualTo("{\"amount\":6,\"state\":\"new\"}");
        assertThat(node.get("/" + collection + "/_count").body()).contains("\"count\":4");
        assertThatThrownBy(report::orThrow)
                .isInstanceOf(IncompleteBulkPlanException.class)
                .hasMessageStartingWith(
                        "3 of 10 items of a bulk plan did not succeed, first CREATE of document 'there'");
    }

    @Test
    void doesNotTakeAnotherWritersEqualDocumentForItsOwn() {
        plan().create(ledger("there", 1)).run().orThrow();
        proxy.inject(FaultPolicy.script(
                ProxiedRequest::isBulk, new Fault.DropAfterAnswer(), new Fault.DropAfterAnswer(), new Fault.None()));

        BulkPlanReport theirs = plan().create(ledger("there", 1)).run();
        BulkPlanReport own = plan().create(ledger("new", 1)).run();

        assertThat(theirs.items().getFirst().outcome()).isInstanceOf(PlanOutcome.Conflict.class);
        assertThat(own.items().getFirst().outcome()).isEqualTo(new PlanOutcome.Written(Result.VERIFIED));
    }

    @Test
    void storesNothingUnderAnotherIdThanItsOwn() {
        String message = "a document of " + TYPE.name() + " with the id 'a' cannot be stored under the id 'b'";

        assertThatThrownBy(() -> plan().save("b", ledger("a", 1))).hasMessage(message);
        assertThatThrownBy(() -> plan().create("b", ledger("a", 1))).hasMessage(message);
        assertThatThrownBy(() -> plan().upsert("b", ledger("a", 1), UpdateOperation.increment("amount", 1)))
                .hasMessage(message);
        assertThatThrownBy(() -> updates.update("b")
                        .increment("amount", 1)
                        .orCreate(ledger("a", 1))
                        .run())
                .hasMessage(message);
    }

    @Test
    void setsNamedFieldsOnly() {
        plan().save(new Ledger("1", 1L, "old", List.of("a"))).run().orThrow();
        Ledger partial = new Ledger("1", 7L, null, null);

        plan().upsertFields("1", partial, "amount")
                .upsertFields("2", new Ledger("2", 7L, null, null), "amount")
                .run()
                .orThrow();

        assertThat(source("1")).isEqualTo("{\"amount\":7,\"state\":\"old\",\"tags\":[\"a\"]}");
        assertThat(source("2")).isEqualTo("{\"amount\":7,\"state\":\"new\"}");

        plan().updateFields("1", partial, "tags").run().orThrow();

        assertThat(source("1")).isEqualTo("{\"amount\":7,\"state\":\"old\"}");
    }

    @Test
    void refusesWhatDoesNotFitBeforeAnythingIsSent() {
        BulkPlan<Ledger> plan = plan();

        assertThatThrownBy(() -> plan.update("1", UpdateOperation.increment("state", 1)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("state");
        assertThatThrownBy(() -> plan.updateFields("1", ledger("1", 1), "amoun"))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("amoun: is no field of ledger");
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.run().items()).isEmpty();
    }

    @Test
    void countsExactlyWhileAnswersAreLost(TestInfo test) {
        int documents = Boolean.getBoolean("leat.test.full") ? 2_000 : 200;
        BulkPlan<Ledger> plan = plan();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < documents; i++) {
                plan.upsert("d" + i, ledger("d" + i, 0), UpdateOperation.increment("amount", round + 1));
            }
        }
        // The requests may be few: the first answer is lost for certain.
        FaultPolicy first = FaultPolicy.script(ProxiedRequest::isBulk, new Fault.DropAfterAnswer());
        FaultPolicy others = FaultPolicy.random(Seeds.of(test).value(), 0.3, List.of(new Fault.DropAfterAnswer()))
                .onlyFor(ProxiedRequest::isBulk);
        proxy.inject(
                request -> first.choose(request) instanceof Fault.DropAfterAnswer lost ? lost : others.choose(request));

        BulkPlanReport report = plan.run(Refresh.NOW);
        proxy.heal();

        assertThat(proxy.injected(Fault.Kind.DROP_AFTER_ANSWER)).isPositive();
        assertThat(report.failures()).isEmpty();
        assertThat(report.items()).hasSize(10 * documents);
        for (int i = 0; i < documents; i++) {
            assertThat(source("d" + i)).isEqualTo("{\"amount\":55,\"state\":\"new\"}");
        }
    }

    @Test
    void leavesOneNoteHoweverManyPlansFollowOneAnother() {
        plan().save(ledger("1", 0)).run().orThrow();

        for (int i = 0; i < 100; i++) {
            plan().update("1", UpdateOperation.increment("amount", 1)).run().orThrow();
        }

        JsonNode source = Json.MAPPER
                .readTree(node.get("/" + collection + "/_doc/1").orFail().body())
                .get("_source");
        assertThat(source.get("amount").intValue()).isEqualTo(100);
        assertThat(source.at("/_leat/ops").size()).isEqualTo(1);
    }

    @Test
    void neverMakesACollectionThatIsNotThere() {
        String lost = collection + "-lost";
        BulkPlan<Ledger> plan = new BulkPlan<>(
                cluster, lost, TYPE, new Updates<>(cluster, lost, TYPE, new OperationIds(new SecureRandom())));

        BulkPlanReport report = plan.save(ledger("1", 1)).run();

        assertThat(report.isComplete()).isFalse();
        assertThat(node.get("/" + lost).status()).isEqualTo(404);
    }
}
