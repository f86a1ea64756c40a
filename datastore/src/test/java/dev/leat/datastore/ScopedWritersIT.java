package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.MissingException;
import dev.leat.datastore.document.OutsideScopeException;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.query.AccessFilter;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.UpdateOutcome;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.ProxiedRequest;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scoped writers while others move documents over the border, and while answers are lost. */
@WithElasticsearch
class ScopedWritersIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int MOVES = FULL ? 3_000 : 60;
    private static final int WRITERS = 8;
    private static final int EACH = FULL ? 200 : 25;
    private static final List<String> IDS = List.of("a", "b", "c");

    private final TestElasticsearch node;
    private final FaultProxy proxy;
    private final Cluster cluster;
    private final Cluster direct;
    private final String name;
    private final Collection<Memo> memos;
    private final ScopedCollection<Memo> anns;

    ScopedWritersIT(TestElasticsearch node) {
        this.node = node;
        this.name = node.uniqueIndex("memos");
        this.proxy = FaultProxy.before(node.url());
        this.cluster = Cluster.connect(proxy.url().toString(), Credentials.none());
        this.direct = Cluster.connect(node.url().toString(), Credentials.none());
        this.memos = Datastore.of(direct).register(name, Memo.class);
        this.anns = Datastore.of(cluster).register(name, Memo.class).scoped(AccessFilter.term("owner", "ann"));
    }

    @AfterEach
    void close() {
        proxy.heal();
        node.delete("/" + name + "-g0001");
        cluster.close();
        direct.close();
        proxy.close();
    }

    /** A document that is outside must come back as the version that it left as: nobody may have written it. */
    @Test
    void changeNothingThatHasMovedOut(TestInfo test) throws Exception {
        Seeds seed = Seeds.of(test);
        IDS.forEach(id -> memos.save(Memo.of(id, "ann", 0)));
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong written = new AtomicLong();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                SplittableRandom random = seed.part(i).random();
                writers.add(threads.submit(() -> {
                    while (!done.get()) {
                        written.addAndGet(write(random));
                    }
                }));
            }
            try {
                move(seed.part(WRITERS).random());
            } finally {
                done.set(true);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }

        assertThat(written).hasValueGreaterThan(MOVES);
    }

    private void move(SplittableRandom random) {
        for (int moves = 0; moves < MOVES; ) {
            String id = IDS.get(random.nextInt(IDS.size()));
            Stored<Memo> inside = memos.getIfExists(id).orElse(null);
            if (inside == null) {
                continue;
            }
            VersionToken outside;
            try {
                outside = memos.replace(inside.value().withOwner("bob"), inside.version());
            } catch (ConflictException overtaken) {
                continue;
            }
            moves++;
            int looks = random.nextInt(8);
            for (int i = 0; i < looks; i++) {
                assertThat(memos.require(id).version()).isEqualTo(outside);
            }
            memos.replace(inside.value(), outside);
        }
    }

    /** One random write; how many documents it changed. */
    private long write(SplittableRandom random) {
        String id = IDS.get(random.nextInt(IDS.size()));
        try {
            switch (random.nextInt(24)) {
                case 0 -> anns.updateByQuery(Query.all(), List.of(UpdateOperation.increment("seen", 1)));
                case 1, 2 -> anns.bulk(anns.bulkPlan().update(id, UpdateOperation.increment("seen", 1)));
                case 3, 4 -> anns.delete(id);
                case 5, 6 -> anns.create(Memo.of(id, "ann", 0));
                case 7, 8, 9 -> anns.modify(id, memo -> memo.withSeen(random.nextInt(100)));
                case 10, 11, 12, 13, 14, 15 -> anns.save(Memo.of(id, "ann", random.nextInt(100)));
                default -> {
                    UpdateOutcome outcome = anns.update(id)
                            .increment("seen", 1)
                            .orCreate(Memo.of(id, "ann", 0))
                            .run();
                    assertThat(outcome).isNotInstanceOf(UpdateOutcome.Missing.class);
                }
            }
            return 1;
        } catch (ConflictException | MissingException | OutsideScopeException expected) {
            return 0;
        }
    }

    static List<Named<Consumer<ScopedCollection<Memo>>>> writes() {
        List<UpdateOperation> increment = List.of(UpdateOperation.increment("seen", 1));
        Memo changed = Memo.of("a", "ann", 5);
        return List.of(
                Named.of("save", view -> view.save(changed)),
                Named.of(
                        "replace",
                        view -> view.replace(changed, view.require("a").version())),
                Named.of("modify", view -> view.modify("a", memo -> changed)),
                Named.of("delete", view -> view.delete("a")),
                Named.of("delete if", view -> view.delete("a", view.require("a").version())),
                Named.of("update", view -> view.update("a").with(increment).run()),
                Named.of(
                        "repeatable update",
                        view -> view.update("a").set("seen", 9).run()),
                Named.of(
                        "update if",
                        view -> view.update("a")
                                .with(increment)
                                .ifVersion(view.require("a").version())
                                .run()),
                Named.of("bulk save", view -> view.bulkPlan().save(changed).run()),
                Named.of(
                        "bulk update",
                        view -> view.bulkPlan().update("a", increment).run()),
                Named.of("bulk delete", view -> view.bulkPlan().delete("a").run()),
                Named.of("updateByQuery", view -> view.updateByQuery(Query.all(), increment)),
                Named.of("deleteByQuery", view -> view.deleteByQuery(Query.all())));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void leaveAloneWhatMovesOutAfterItWasJudged(Consumer<ScopedCollection<Memo>> write) {
        memos.save(Memo.of("a", "ann", 0), Refresh.NOW);
        AtomicReference<@Nullable VersionToken> outside = new AtomicReference<>();
        proxy.inject(request -> {
            if (isWrite(request) && outside.get() == null) {
                outside.set(memos.save(Memo.of("a", "bob", 7)));
            }
            return new Fault.None();
        });

        try {
            write.accept(anns);
        } catch (ConflictException | MissingException | OutsideScopeException expected) {
            assertThat(expected.getMessage()).contains("'a'");
        }

        Stored<Memo> stored = memos.require("a");
        assertThat(stored.value()).isEqualTo(Memo.of("a", "bob", 7));
        assertThat(stored.version()).isEqualTo(outside.get());
    }

    /** Whether a request changes documents; the deletion of a point in time does not. */
    private boolean isWrite(ProxiedRequest request) {
        boolean changes = request.method().equals("PUT") || request.method().equals("DELETE") || isUpdate(request);
        return request.isBulk() || (changes && request.path().startsWith("/" + name));
    }

    @Test
    void countExactlyWhileAnswersAreLost(TestInfo test) throws Exception {
        memos.save(Memo.of("counter", "ann", 0));
        proxy.inject(FaultPolicy.random(
                        Seeds.of(test).value(), 0.1, List.of(new Fault.DropAfterAnswer(), new Fault.DropAfterSend()))
                .onlyFor(ScopedWritersIT::isUpdate));

        inParallel(4, () -> {
            for (int i = 0; i < EACH; i++) {
                assertThat(anns.update("counter").increment("seen", 1).run()).isInstanceOf(UpdateOutcome.Updated.class);
            }
        });

        assertThat(proxy.injections()).isNotEmpty();
        assertThat(memos.require("counter").value().seen()).isEqualTo(4L * EACH);
    }

    @Test
    void countByQueryExactlyWhileAnswersAreLost(TestInfo test) {
        BulkPlan<Memo> plan = memos.bulkPlan();
        for (int i = 0; i < 500; i++) {
            plan.save(Memo.of("m" + i, i % 2 == 0 ? "ann" : "bob", 0));
        }
        plan.run(Refresh.NOW).orThrow();
        proxy.inject(FaultPolicy.random(Seeds.of(test).value(), 0.4, List.of(new Fault.DropAfterAnswer()))
                .onlyFor(ProxiedRequest::isBulk));

        for (int i = 0; i < 3; i++) {
            assertThat(anns.updateByQuery(Query.all(), List.of(UpdateOperation.increment("seen", 1)))
                            .isComplete())
                    .isTrue();
            memos.commit();
        }

        assertThat(memos.search("owner:ann").stats("seen").sum()).isEqualTo(750);
        assertThat(memos.search("owner:bob").stats("seen").sum()).isZero();
    }

    private static boolean isUpdate(ProxiedRequest request) {
        return request.path().contains("/_update/");
    }

    private static void inParallel(int times, Runnable work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.add(threads.submit(work));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }
}
