package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.OnMissing;
import dev.leat.datastore.document.OutsideScopeException;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.query.AccessFilter;
import dev.leat.datastore.query.AccessScope;
import dev.leat.datastore.query.ByQueryReport;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.UpdateOutcome;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.Json;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A scoped view of a collection does what a collection does that holds only the documents admitted. */
@WithElasticsearch
class ScopedPropertyIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int FILTERS = FULL ? 200 : 4;
    private static final int STEPS = 50;
    private static final DocumentType<Memo> TYPE = DocumentType.of(Memo.class);

    private final TestElasticsearch node;
    private final Cluster cluster;
    private final Collection<Memo> whole;
    private final MemoFace inside;

    /** Of one filter. */
    private MemoFace view;

    private AccessScope scope;
    private RandomMemos random;
    private String trail = "";

    private int refused;
    private int admitted;

    ScopedPropertyIT(TestElasticsearch node) {
        this.node = node;
        this.cluster = Cluster.connect(node.url().toString(), Credentials.none());
        Datastore datastore = Datastore.of(cluster);
        this.whole = datastore.register(node.uniqueIndex("whole"), Memo.class);
        this.inside = MemoFace.of(datastore.register(node.uniqueIndex("inside"), Memo.class));
        this.scope = AccessScope.of(AccessFilter.allOf(), TYPE);
        this.view = inside;
        this.random = new RandomMemos(new SplittableRandom(0));
    }

    @AfterEach
    void close() {
        node.delete("/" + whole.name() + "-g0001");
        node.delete("/" + inside.name() + "-g0001");
        cluster.close();
    }

    /** One call by an id, the same for both. */
    private record Call(String name, String id, Function<MemoFace, @Nullable Object> on) {}

    @Test
    void behavesAsACollectionOfWhatIsInside(TestInfo test) {
        random = new RandomMemos(Seeds.of(test).random());

        for (int i = 0; i < FILTERS; i++) {
            AccessFilter filter = random.filter(2);
            AccessFilter narrower = random.filter(0);
            boolean nested = random.next(4) == 0;
            scope = AccessScope.of(nested ? filter.and(narrower) : filter, TYPE);
            view = MemoFace.of(nested ? whole.scoped(filter).scoped(narrower) : whole.scoped(filter));
            trail = scope.filter().toString();
            RandomMemos.IDS.forEach(id -> move(random.memo(id)));
            for (int step = 0; step < STEPS; step++) {
                if (random.next(4) == 0) {
                    move(random.memo(random.id()));
                }
                Map<String, VersionToken> outside = outside();
                step();
                assertThat(outside()).as(trail).isEqualTo(outside);
                assertThat(documents(view)).as(trail).isEqualTo(documents(inside));
            }
        }

        assertThat(refused).isGreaterThan(FILTERS * STEPS / 50);
        assertThat(admitted).isGreaterThan(FILTERS * STEPS / 10);
    }

    private void step() {
        switch (random.next(14)) {
            case 0 -> compute();
            case 1 -> updateByQuery();
            case 2 -> deleteByQuery();
            case 3, 4 -> bulk();
            default -> single(call(random.id()));
        }
    }

    /** Stores a document without asking the scope. */
    private void move(Memo memo) {
        trail = trail + "\nmove " + memo;
        whole.save(memo);
        if (admits(memo)) {
            inside.save(memo);
        } else {
            inside.delete(memo.id());
        }
    }

    private boolean admits(Memo memo) {
        return scope.admits(Json.MAPPER.readTree(TYPE.encode(memo)));
    }

    private Map<String, VersionToken> outside() {
        return whole.multiget(RandomMemos.IDS, OnMissing.LEAVE_OUT).stream()
                .filter(document -> !admits(document.value()))
                .collect(Collectors.toMap(Stored::id, Stored::version));
    }

    private static Map<String, Memo> documents(MemoFace face) {
        return face.multiget(RandomMemos.IDS, OnMissing.LEAVE_OUT).stream()
                .collect(Collectors.toMap(Stored::id, Stored::value));
    }

    private Call call(String id) {
        Memo memo = random.memo(id);
        List<UpdateOperation> operations = random.operations();
        boolean current = random.next(4) > 0;
        return switch (random.next(13)) {
            case 0 -> new Call("get", id, face -> face.getIfExists(id).map(Stored::value));
            case 1 ->
                new Call("require", id, face -> face.require(id, Duration.ZERO).value());
            case 2 -> new Call("exists", id, face -> face.exists(id));
            case 3 -> new Call("multi", id, face -> List.of(face.multiExists(RandomMemos.IDS), values(face, id)));
            case 4, 5 -> new Call("save " + memo, id, face -> stored(face.save(memo)));
            case 6 -> new Call("create " + memo, id, face -> stored(face.create(memo)));
            case 7 -> new Call("replace " + memo, id, face -> stored(face.replace(memo, token(face, id, current))));
            case 8 ->
                new Call(
                        "modify " + memo,
                        id,
                        face -> face.modify(id, stored -> memo).value());
            case 9 -> new Call("delete", id, face -> face.delete(id));
            case 10 -> new Call("delete if", id, face -> face.delete(id, token(face, id, current)));
            case 11 ->
                new Call(
                        "update if " + operations,
                        id,
                        face -> result(face.update(id)
                                .with(operations)
                                .ifVersion(token(face, id, current))
                                .run()));
            default -> update(id, memo, operations);
        };
    }

    private Call update(String id, Memo start, List<UpdateOperation> operations) {
        if (random.next(2) == 0) {
            return new Call(
                    "update " + operations,
                    id,
                    face -> result(face.update(id).with(operations).run()));
        }
        return new Call(
                "upsert " + start + operations,
                id,
                face -> result(face.update(id).with(operations).orCreate(start).run()));
    }

    private static List<Memo> values(MemoFace face, String id) {
        return face.multiget(List.of(id, id)).stream().map(Stored::value).toList();
    }

    private static boolean stored(VersionToken version) {
        return version.seqNo() >= 0;
    }

    private static String result(UpdateOutcome outcome) {
        return outcome.getClass().getSimpleName();
    }

    /** The token of the document, also of one outside; or one that no document has. */
    private VersionToken token(MemoFace face, String id, boolean current) {
        Optional<VersionToken> stored = face.name().equals(whole.name())
                ? whole.getIfExists(id).map(Stored::version)
                : face.getIfExists(id).map(Stored::version);
        VersionToken wrong = new VersionToken(face.name() + "-g0001", 1_000_000_000, 1);
        return current ? stored.orElse(wrong) : wrong;
    }

    private void single(Call call) {
        trail = trail + "\n" + call.name() + " of " + call.id();
        Optional<Memo> before = inside.getIfExists(call.id()).map(Stored::value);
        boolean taken = whole.exists(call.id()) && !view.exists(call.id());
        Object seen = outcome(view, call);
        if (!seen.equals(OutsideScopeException.class.getSimpleName())) {
            assertThat(seen).as(trail).isEqualTo(outcome(inside, call));
            inside.getIfExists(call.id())
                    .ifPresent(stored ->
                            assertThat(admits(stored.value())).as(trail).isTrue());
            admitted++;
            return;
        }
        refused++;
        if (!taken) {
            Object there = outcome(inside, call);
            if (call.name().startsWith("create") && there.equals(ConflictException.class.getSimpleName())) {
                return; // Refused for two reasons; the view says the one for which it need not look.
            }
            requireOutside(call.id(), before);
        }
    }

    private static Object outcome(MemoFace face, Call call) {
        try {
            return String.valueOf(call.on().apply(face));
        } catch (LeatException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** What the view refused must lie outside where it was stored; it is taken back. */
    private void requireOutside(String id, Optional<Memo> before) {
        assertThat(admits(inside.require(id, Duration.ZERO).value())).as(trail).isFalse();
        before.ifPresentOrElse(inside::save, () -> inside.delete(id));
    }

    private void refresh() {
        node.refresh(whole.name());
        node.refresh(inside.name());
    }

    private void compute() {
        refresh();
        Query query = random.query();
        trail = trail + "\ncompute " + query;
        List<Function<MemoFace, Object>> all = List.of(
                face -> face.search(query).count(),
                face -> face.search(query).facet("owner").asMap(),
                face -> face.search(query).stats("seen"),
                face -> face.search(query).histogram("seen", 0, 10, 2),
                face -> face.search(query).sort("_id").run().values(),
                face -> face.search(query).groupedSearch("owner").run().groupTotal(),
                face -> sorted(face.search(query).stream().map(Memo::id)),
                face -> sorted(face.keys()));

        all.forEach(one -> assertThat(one.apply(view)).as(trail).isEqualTo(one.apply(inside)));
    }

    private static List<String> sorted(Stream<String> ids) {
        try (ids) {
            return ids.sorted().toList();
        }
    }

    private void updateByQuery() {
        refresh();
        Query query = random.query();
        List<UpdateOperation> operations = random.operations();
        trail = trail + "\nupdateByQuery " + query + operations;
        Map<String, Memo> before = documents(inside);

        ByQueryReport seen = view.updateByQuery(query, operations);
        ByQueryReport expected = inside.updateByQuery(query, operations);

        assertThat(seen.changed() + seen.failed()).as(trail).isEqualTo(expected.changed());
        assertThat(seen.unchanged()).as(trail).isEqualTo(expected.unchanged());
        assertThat(expected.failed()).as(trail).isZero();
        for (DeadLetter letter : seen.failures()) {
            requireOutside(letter.id(), Optional.ofNullable(before.get(letter.id())));
            refused++;
        }
    }

    private void deleteByQuery() {
        refresh();
        Query query = random.query();
        trail = trail + "\ndeleteByQuery " + query;

        assertThat(view.deleteByQuery(query).changed())
                .as(trail)
                .isEqualTo(inside.deleteByQuery(query).changed());
    }

    private void bulk() {
        Map<String, Consumer<BulkPlan<Memo>>> items = new HashMap<>();
        for (int i = random.next(4); i >= 0; i--) {
            String id = random.id();
            items.put(id, item(id));
        }
        trail = trail + "\nbulk " + items.keySet();
        BulkPlan<Memo> plan = view.bulkPlan();
        items.values().forEach(item -> item.accept(plan));

        Map<String, String> seen = outcomes(plan);
        BulkPlan<Memo> rest = inside.bulkPlan();
        items.forEach((id, item) -> {
            if (!"refused".equals(seen.get(id))) {
                item.accept(rest);
            }
        });
        Map<String, String> expected = outcomes(rest);

        refused += items.size() - rest.size();
        seen.values().removeIf("refused"::equals);
        assertThat(seen).as(trail).isEqualTo(expected);
    }

    private Consumer<BulkPlan<Memo>> item(String id) {
        Memo memo = random.memo(id);
        UpdateOperation[] operations = random.operations().toArray(UpdateOperation[]::new);
        return switch (random.next(6)) {
            case 0 -> plan -> plan.create(memo);
            case 1 -> plan -> plan.save(memo);
            case 2 -> plan -> plan.update(id, operations);
            case 3 -> plan -> plan.upsert(id, memo, operations);
            case 4 -> plan -> plan.upsertFields(id, memo, "owner", "seen");
            default -> plan -> plan.delete(id);
        };
    }

    private static Map<String, String> outcomes(BulkPlan<Memo> plan) {
        Map<String, String> outcomes = new HashMap<>();
        for (BulkPlanReport.Item item : plan.run().items()) {
            outcomes.put(
                    item.id(),
                    switch (item.outcome()) {
                        case PlanOutcome.Rejected rejected
                        when rejected.reason().contains("the access scope") -> "refused";
                        case PlanOutcome.Written written -> written.toString();
                        case PlanOutcome other -> other.getClass().getSimpleName();
                    });
        }
        return outcomes;
    }
}
