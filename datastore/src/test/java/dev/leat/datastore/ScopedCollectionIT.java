package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.BulkPlanReport.Item;
import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.MissingException;
import dev.leat.datastore.document.OnMissing;
import dev.leat.datastore.document.OutsideScopeException;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.query.AccessFilter;
import dev.leat.datastore.query.ByQueryReport;
import dev.leat.datastore.query.CollectionField;
import dev.leat.datastore.query.InvalidQueryException;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.UpdateOutcome;
import dev.leat.datastore.update.UpdateRefusedException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.bulk.WriteOutcome.Result;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every function of a scoped collection, on both sides of the border. */
@WithElasticsearch
class ScopedCollectionIT {

    private static final String IN = "in";
    private static final String OUT = "out";

    private final TestElasticsearch node;
    private final Cluster cluster;
    private final String name;
    private final Collection<Memo> memos;
    private final ScopedCollection<Memo> anns;

    ScopedCollectionIT(TestElasticsearch node) {
        this.node = node;
        this.name = node.uniqueIndex("memos");
        this.cluster = Cluster.connect(node.url().toString(), Credentials.none());
        this.memos = Datastore.of(cluster).register(name, Memo.class);
        this.anns = memos.scoped(AccessFilter.term("owner", "ann"));
    }

    @BeforeEach
    void save() {
        memos.save(Memo.of(IN, "ann", 1));
        memos.save(Memo.of(OUT, "bob", 2), Refresh.NOW);
    }

    @AfterEach
    void close() {
        node.delete("/" + name + "-g0001");
        cluster.close();
    }

    private void assertOutsideIsUntouched() {
        assertThat(memos.require(OUT).value()).isEqualTo(Memo.of(OUT, "bob", 2));
    }

    @Test
    void readsByIdWhatIsInside() {
        assertThat(anns.get(IN)).isPresent();
        assertThat(anns.get(OUT)).isEmpty();
        assertThat(anns.getIfExists(IN)).isPresent();
        assertThat(anns.getIfExists(OUT)).isEmpty();
        assertThat(anns.require(IN).value().seen()).isEqualTo(1);
        assertThatThrownBy(() -> anns.require(OUT, Duration.ofMillis(10)))
                .isInstanceOf(MissingException.class)
                .hasMessage("collection " + name + " has no document 'out'");
        assertThat(anns.exists(IN)).isTrue();
        assertThat(anns.exists(OUT)).isFalse();
        assertThat(anns.multiExists(List.of(IN, OUT, "none"))).isEqualTo(Map.of(IN, true, OUT, false, "none", false));
        assertThat(anns.multiget(List.of(OUT, IN), OnMissing.LEAVE_OUT))
                .extracting(Stored::id)
                .containsExactly(IN);
        assertThatThrownBy(() -> anns.multiget(List.of(IN, OUT))).isInstanceOfSatisfying(MissingException.class, e -> {
            assertThat(e.ids()).containsExactly(OUT);
            assertThat(e.found()).containsOnlyKeys(IN);
        });
    }

    @Test
    void savesInsideOnly() {
        anns.save(Memo.of("new", "ann", 3));
        anns.save(Memo.of(IN, "ann", 4));

        assertThat(memos.require("new").value().seen()).isEqualTo(3);
        assertThat(memos.require(IN).value().seen()).isEqualTo(4);
        assertThatThrownBy(() -> anns.save(Memo.of(IN, "bob", 5)))
                .isInstanceOf(OutsideScopeException.class)
                .hasMessage("document 'in' of collection " + name
                        + " would lie outside of the access scope; store what the scope admits");
        assertThat(memos.require(IN).value().owner()).isEqualTo("ann");
        assertThatThrownBy(() -> anns.save(Memo.of(OUT, "ann", 5)))
                .isInstanceOf(OutsideScopeException.class)
                .hasMessage("document 'out' of collection " + name
                        + " cannot be stored: the id is taken outside of the access scope; use another id");
        assertOutsideIsUntouched();
    }

    @Test
    void createsInsideOnly() {
        anns.create(Memo.of("new", "ann", 3));

        assertThat(memos.exists("new")).isTrue();
        assertThatThrownBy(() -> anns.create(Memo.of(IN, "ann", 3))).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> anns.create(Memo.of("other", "bob", 3)))
                .isInstanceOf(OutsideScopeException.class)
                .hasMessageContaining("would lie outside");
        assertThat(memos.exists("other")).isFalse();
        assertThatThrownBy(() -> anns.create(Memo.of(OUT, "ann", 3)))
                .isInstanceOf(OutsideScopeException.class)
                .hasMessageContaining("the id is taken");
        assertOutsideIsUntouched();
    }

    @Test
    void replacesAndModifiesInsideOnly() {
        VersionToken inside = anns.require(IN).version();
        VersionToken outside = memos.require(OUT).version();

        assertThatThrownBy(() -> anns.replace(Memo.of(IN, "bob", 5), inside)).isInstanceOf(OutsideScopeException.class);
        assertThatThrownBy(() -> anns.replace(Memo.of(OUT, "ann", 5), outside))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("was changed or deleted since");
        anns.replace(Memo.of(IN, "ann", 6), inside);
        assertThat(anns.modify(IN, memo -> memo.withSeen(7)).value().seen()).isEqualTo(7);
        assertThatThrownBy(() -> anns.modify(IN, memo -> memo.withOwner("bob")))
                .isInstanceOf(OutsideScopeException.class);
        assertThatThrownBy(() -> anns.modify(OUT, memo -> memo.withOwner("ann")))
                .isInstanceOf(MissingException.class);

        assertThat(memos.require(IN).value()).isEqualTo(Memo.of(IN, "ann", 7));
        assertOutsideIsUntouched();
    }

    @Test
    void deletesInsideOnly() {
        VersionToken outside = memos.require(OUT).version();

        assertThat(anns.delete(OUT)).isEqualTo(DeleteOutcome.MISSING);
        assertThatThrownBy(() -> anns.delete(OUT, outside)).isInstanceOf(ConflictException.class);
        assertThat(anns.delete("none")).isEqualTo(DeleteOutcome.MISSING);
        VersionToken old = anns.require(IN).version();
        VersionToken current = anns.save(Memo.of(IN, "ann", 2));
        assertThatThrownBy(() -> anns.delete(IN, old)).isInstanceOf(ConflictException.class);
        assertThat(anns.delete(IN, current)).isEqualTo(DeleteOutcome.DELETED);
        anns.save(Memo.of(IN, "ann", 2));
        assertThat(anns.delete(IN)).isEqualTo(DeleteOutcome.DELETED);

        assertThat(memos.exists(IN)).isFalse();
        assertOutsideIsUntouched();
    }

    @Test
    void updatesInsideOnly() {
        assertThat(anns.update(IN).increment("seen", 1).run()).isInstanceOf(UpdateOutcome.Updated.class);
        assertThat(anns.update(IN).set("seen", 2).run()).isInstanceOf(UpdateOutcome.Unchanged.class);
        assertThat(anns.update(OUT).increment("seen", 1).run()).isEqualTo(new UpdateOutcome.Missing());
        assertThatThrownBy(() ->
                        anns.update(IN).increment("seen", 1).set("owner", "bob").run())
                .isInstanceOf(OutsideScopeException.class)
                .hasMessageContaining("would lie outside");
        assertThatThrownBy(
                        () -> anns.update(IN).increment("seen", Long.MAX_VALUE).run())
                .isInstanceOf(UpdateRefusedException.class)
                .hasMessage("document 'in' of collection " + name
                        + " was not updated: INC seen: the result is beyond a long");

        assertThat(memos.require(IN).value()).isEqualTo(Memo.of(IN, "ann", 2));
        assertOutsideIsUntouched();
    }

    @Test
    void updatesUnderAVersionInsideOnly() {
        VersionToken inside = anns.require(IN).version();
        VersionToken outside = memos.require(OUT).version();

        anns.update(IN).increment("seen", 1).ifVersion(inside).run();

        assertThatThrownBy(() ->
                        anns.update(IN).increment("seen", 1).ifVersion(inside).run())
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() ->
                        anns.update(OUT).increment("seen", 1).ifVersion(outside).run())
                .isInstanceOf(ConflictException.class);
        assertThat(memos.require(IN).value().seen()).isEqualTo(2);
        assertOutsideIsUntouched();
    }

    @Test
    void makesInsideOnlyWhatAnUpdateDoesNotFind() {
        UpdateOutcome made = anns.update("made")
                .increment("seen", 1)
                .orCreate(Memo.of("made", "ann", 5))
                .run();
        UpdateOutcome movedIn = anns.update("moved")
                .set("owner", "ann")
                .orCreate(Memo.of("moved", "bob", 5))
                .run();

        assertThat(made).isInstanceOf(UpdateOutcome.Created.class);
        assertThat(movedIn).isInstanceOf(UpdateOutcome.Created.class);
        assertThat(memos.require("made").value().seen()).isEqualTo(6);
        assertThat(memos.require("moved").value().owner()).isEqualTo("ann");
        assertThatThrownBy(() -> anns.update("other")
                        .increment("seen", 1)
                        .orCreate(Memo.of("other", "bob", 5))
                        .run())
                .isInstanceOf(OutsideScopeException.class);
        assertThat(memos.exists("other")).isFalse();
        assertThatThrownBy(() -> anns.update(OUT)
                        .increment("seen", 1)
                        .orCreate(Memo.of(OUT, "ann", 5))
                        .run())
                .isInstanceOf(OutsideScopeException.class)
                .hasMessageContaining("the id is taken");
        assertOutsideIsUntouched();
    }

    @Test
    void changesByQueryWhatIsInside() {
        ByQueryReport updated = anns.updateByQuery(Query.all(), List.of(UpdateOperation.increment("seen", 10)));
        ByQueryReport refused = anns.updateByQuery(Query.all(), List.of(UpdateOperation.set("owner", "bob")));

        assertThat(updated.changed()).isEqualTo(1);
        assertThat(updated.isComplete()).isTrue();
        assertThat(refused.changed()).isZero();
        assertThat(refused.failed()).isEqualTo(1);
        assertThat(refused.failures()).singleElement().satisfies(letter -> {
            assertThat(letter.id()).isEqualTo(IN);
            assertThat(letter.type()).isEqualTo("outside_scope");
        });
        assertThat(memos.require(IN).value()).isEqualTo(Memo.of(IN, "ann", 11));
        memos.commit();
        assertThat(anns.deleteByQuery(Query.all()).changed()).isEqualTo(1);
        assertThat(memos.exists(IN)).isFalse();
        assertOutsideIsUntouched();
    }

    @Test
    void takesNoWritesOfTheCallersOwnByQuery() {
        assertThatThrownBy(() -> anns.search("*:*").changeByQuery(Repeat.ONCE, hit -> null))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("a scoped collection takes no writes of the caller's own by query; use updateByQuery");
        assertThatThrownBy(() -> anns.updateByQuery(
                        Query.json("{\"more_like_this\":{\"like\":[{\"_id\":\"out\"}]}}"),
                        List.of(UpdateOperation.set("seen", 1))))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("looks at other documents");
    }

    @Test
    void carriesOutBulkPlansInsideOnly() {
        BulkPlanReport report = anns.bulk(anns.bulkPlan()
                .create(Memo.of("new", "ann", 1))
                .create(Memo.of("bobs", "bob", 1))
                .create(Memo.of(OUT, "ann", 1))
                .save(Memo.of(IN, "ann", 5))
                .save(Memo.of(IN, "bob", 6))
                .save(Memo.of(OUT, "ann", 6))
                .update(IN, UpdateOperation.increment("seen", 1))
                .update(OUT, UpdateOperation.increment("seen", 1))
                .update(IN, UpdateOperation.set("owner", "bob"))
                .upsert("made", Memo.of("made", "ann", 1), UpdateOperation.increment("seen", 1))
                .upsertFields(IN, Memo.of(IN, "bob", 9), "seen")
                .updateFields(OUT, Memo.of(OUT, "bob", 9), "seen")
                .delete(OUT)
                .delete("new"));

        assertThat(report.findFailure()).isEmpty();
        assertThat(report.items())
                .extracting(Item::outcome)
                .extracting(outcome -> outcome instanceof PlanOutcome.Rejected ? "refused" : outcome)
                .containsExactly(
                        new PlanOutcome.Written(Result.CREATED),
                        "refused",
                        "refused",
                        new PlanOutcome.Written(Result.UPDATED),
                        "refused",
                        "refused",
                        new PlanOutcome.Written(Result.UPDATED),
                        new PlanOutcome.Missing(),
                        "refused",
                        new PlanOutcome.Written(Result.CREATED),
                        new PlanOutcome.Written(Result.UPDATED),
                        new PlanOutcome.Missing(),
                        new PlanOutcome.Unchanged(),
                        new PlanOutcome.Written(Result.DELETED));
        assertThat(report.items().get(1).outcome())
                .isEqualTo(new PlanOutcome.Rejected("document 'bobs' of collection " + name
                        + " would lie outside of the access scope; store what the scope admits"));
        assertThat(memos.require(IN).value()).isEqualTo(Memo.of(IN, "ann", 9));
        assertOutsideIsUntouched();
    }

    @Test
    void takesNoPlanThatWasMadeElsewhere() {
        assertThatThrownBy(() -> anns.bulk(memos.bulkPlan().delete(OUT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not made by this scoped collection");
        assertOutsideIsUntouched();
    }

    @Test
    void searchesAndComputesInside() {
        assertThat(anns.search("*:*").run().values()).extracting(Memo::id).containsExactly(IN);
        assertThat(anns.search(Query.all()).count()).isEqualTo(1);
        assertThat(anns.count("owner:bob")).isZero();
        try (Stream<Memo> all = anns.streamSearch("*:*")) {
            assertThat(all).extracting(Memo::id).containsExactly(IN);
        }
        try (Stream<String> keys = anns.keys()) {
            assertThat(keys).containsExactly(IN);
        }
        assertThat(anns.search("*:*").facet("owner").asMap()).isEqualTo(Map.of("ann", 1L));
        assertThat(anns.search("*:*").stats("seen").max()).hasValue(1);
        assertThat(anns.search("*:*").histogram("seen", 0, 10, 5).buckets())
                .extracting(bucket -> bucket.count())
                .containsExactly(1L, 0L);
        assertThat(anns.search("*:*").groupedSearch("owner").run().groupTotal().value())
                .isEqualTo(1);
    }

    @Test
    void showsNoFieldThatOnlyDocumentsOutsideHave() {
        memos.save(new Memo("secret", "bob", 1L, List.of(), null, Map.of("project-x", 1L)), Refresh.NOW);

        assertThat(memos.fields()).extracting(CollectionField::path).contains("counters.project-x");
        assertThat(anns.fields())
                .extracting(CollectionField::path)
                .contains("owner", "seen", "tags")
                .allSatisfy(path -> assertThat(path).doesNotContain("project-x"));
    }

    @Test
    void nests() {
        ScopedCollection<Memo> seldom = anns.scoped(AccessFilter.below("seen", 5));
        anns.save(Memo.of("often", "ann", 9), Refresh.NOW);

        assertThat(seldom.exists(IN)).isTrue();
        assertThat(seldom.exists("often")).isFalse();
        assertThat(seldom.count("*:*")).isEqualTo(1);
        assertThat(seldom.scoped(AccessFilter.term("owner", "bob")).exists(OUT)).isFalse();
        assertThatThrownBy(() -> seldom.save(Memo.of("x", "bob", 1))).isInstanceOf(OutsideScopeException.class);
        assertThatThrownBy(() -> seldom.save(Memo.of("x", "ann", 7))).isInstanceOf(OutsideScopeException.class);
        assertThatThrownBy(() -> seldom.update(IN).increment("seen", 4).run())
                .isInstanceOf(OutsideScopeException.class);
        assertThat(seldom.update("often").set("seen", 1).run()).isEqualTo(new UpdateOutcome.Missing());
    }

    @Test
    void refusesFiltersThatCannotBeJudgedAlike() {
        assertThatThrownBy(() -> memos.scoped(AccessFilter.term("counters.x", 1)))
                .isInstanceOf(InvalidQueryException.class);
    }

    @Test
    void handsOutNothingThatReachesBeyond() {
        assertThat(ScopedCollection.class.getConstructors()).isEmpty();
        assertThat(Arrays.stream(ScopedCollection.class.getMethods())
                        .filter(method -> method.getDeclaringClass() != Object.class))
                .extracting(Method::getName)
                .containsOnlyOnceElementsOf(List.of("keys", "fields", "bulkPlan", "updateByQuery"))
                .doesNotContain(
                        "schema",
                        "plan",
                        "reindex",
                        "rollback",
                        "discardOldGenerations",
                        "fixShards",
                        "fixReplicas",
                        "wipe",
                        "commit",
                        "cluster",
                        "documents",
                        "searches",
                        "updates");
    }
}
