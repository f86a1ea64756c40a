package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.MissingException;
import dev.leat.datastore.document.OutsideScopeException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Scoped writers while others move documents over the border, and while answers are lost. */
@WithElasticsearch
class ScopedWritersIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int MOVES = FULL ? 3_000 : 150;
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
            int looks = random.nextInt(4);
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
            switch (random.nextInt(8)) {
                case 0 -> anns.save(Memo.of(id, "ann", random.nextInt(100)));
                case 1 -> anns.modify(id, memo -> memo.withSeen(random.nextInt(100)));
                case 2 -> anns.delete(id);
                case 3 -> anns.create(Memo.of(id, "ann", 0));
                case 4 -> anns.bulk(anns.bulkPlan().update(id, UpdateOperation.increment("seen", 1)));
                case 5 -> anns.updateByQuery(Query.all(), List.of(UpdateOperation.increment("seen", 1)));
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
        plan.run(dev.leat.datastore.document.Refresh.NOW).orThrow();
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
