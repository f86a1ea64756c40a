package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.UpdateOutcome;
import dev.leat.elastic.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Writers and readers of all kinds, none of which handles an exception but the one that says that a stream broke off. */
final class OutageLoad implements AutoCloseable {

    /** @param count how often something was done to it */
    record Tally(@Id String id, long count, List<String> entries) {

        static Tally of(String id, long count) {
            return new Tally(id, count, List.of());
        }
    }

    /** After each thing that is done; in a usual run what nobody looks at is not done a thousand times. */
    private static final Duration PAUSE = Duration.ofMillis(Boolean.getBoolean("leat.test.full") ? 0 : 10);

    /** Entries of one list, so that the document stays small. */
    private static final int LIST = 100;

    private final Collection<Tally> tallies;
    private final Map<String, AtomicInteger> done = new LinkedHashMap<>();
    private final AtomicInteger broken = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean stopped;

    /** Does something for the i-th time. */
    private interface Work {
        void once(int i);
    }

    OutageLoad(Collection<Tally> tallies) {
        this.tallies = tallies;
    }

    void start() {
        for (String id : List.of("updated", "modified", "bulked", "fixed")) {
            tallies.save(Tally.of(id, 0));
        }
        tallies.commit();
        for (String writer : List.of("update 1", "update 2", "update 3")) {
            run(
                    writer,
                    i -> assertThat(tallies.update("updated")
                                    .increment("count", 1)
                                    .run())
                            .isInstanceOf(UpdateOutcome.Updated.class));
        }
        for (String writer : List.of("modify 1", "modify 2")) {
            run(writer, i -> tallies.modify("modified", tally -> Tally.of("modified", tally.count() + 1)));
        }
        run(
                "append",
                i -> tallies.update("list" + i / LIST)
                        .append("entries", Integer.toString(i))
                        .orCreate(Tally.of("list" + i / LIST, 0))
                        .run());
        run("save", i -> tallies.save(Tally.of("saved" + i, i)));
        run("create", i -> tallies.create(Tally.of("created" + i, i)));
        run("delete", i -> {
            tallies.save(Tally.of("deleted" + i, i));
            assertThat(tallies.delete("deleted" + i)).isNotEqualTo(DeleteOutcome.MISSING);
        });
        run("bulk", this::bulk);
        run("get", i -> assertThat(tallies.getIfExists("fixed")).isPresent());
        run(
                "search",
                i -> assertThat(tallies.search("id:fixed").run().total().value())
                        .isEqualTo(1));
        run("stream", i -> stream());
    }

    private void bulk(int i) {
        BulkPlan<Tally> plan = tallies.bulkPlan();
        for (int item = 0; item < 10; item++) {
            plan.create(Tally.of("bulk" + i + "-" + item, item));
            plan.update("bulked", UpdateOperation.increment("count", 1));
        }
        plan.run().orThrow();
    }

    private void stream() {
        try (Stream<Tally> all = tallies.streamSearch("*:*")) {
            Set<String> ids = new HashSet<>();
            all.forEach(tally -> assertThat(ids.add(tally.id())).isTrue());
            assertThat(ids).contains("updated", "modified", "bulked", "fixed");
        } catch (UnavailableException e) {
            assertThat(e).hasMessageMatching(".*run (it|the scan) again.*");
            broken.incrementAndGet();
        }
    }

    private void run(String name, Work work) {
        AtomicInteger count = new AtomicInteger();
        done.put(name, count);
        running.add(threads.submit(() -> {
            while (!stopped) {
                work.once(count.get());
                count.incrementAndGet();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }));
    }

    /** Begins to wait for a document that is not there. */
    Future<Stored<Tally>> require(String id) {
        return threads.submit(() -> tallies.require(id));
    }

    /** Waits until each has got on. */
    void awaitProgress(int more) {
        Map<String, Integer> before = new LinkedHashMap<>();
        done.forEach((name, count) -> before.put(name, count.get()));
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            requireWell();
            done.forEach((name, count) ->
                    assertThat(count.get()).as(name).isGreaterThan(before.getOrDefault(name, 0) + more));
        });
    }

    private void requireWell() throws ExecutionException, InterruptedException {
        for (Future<?> one : running) {
            if (one.isDone()) {
                one.get();
            }
        }
    }

    private int done(String name) {
        return java.util.Objects.requireNonNull(done.get(name)).get();
    }

    /** Ends all, and compares what is there with what was done. */
    void expectAll() throws ExecutionException, InterruptedException {
        stopped = true;
        for (Future<?> one : running) {
            one.get();
        }
        assertThat(count("updated")).isEqualTo(done("update 1") + done("update 2") + done("update 3"));
        assertThat(count("modified")).isEqualTo(done("modify 1") + done("modify 2"));
        assertThat(count("bulked")).isEqualTo(10L * done("bulk"));
        for (int list = 0; list * LIST < done("append"); list++) {
            List<String> expected = new ArrayList<>();
            for (int i = list * LIST; i < Math.min(done("append"), (list + 1) * LIST); i++) {
                expected.add(Integer.toString(i));
            }
            assertThat(tallies.require("list" + list).value().entries()).isEqualTo(expected);
        }
        Map<String, Long> expected = new LinkedHashMap<>();
        for (String kind : List.of("save", "create")) {
            for (int i = 0; i < done(kind); i++) {
                expected.put(kind + "d" + i, (long) i);
            }
        }
        for (int i = 0; i < 10 * done("bulk"); i++) {
            expected.put("bulk" + i / 10 + "-" + i % 10, i % 10L);
        }
        Map<String, Long> found = new LinkedHashMap<>();
        tallies.commit();
        try (Stream<Tally> all = tallies.streamSearch("*:*")) {
            all.filter(tally -> tally.id().matches("(saved|created|deleted|bulk)[0-9].*"))
                    .forEach(tally -> found.put(tally.id(), tally.count()));
        }
        assertThat(found).isEqualTo(expected);
    }

    private long count(String id) {
        return tallies.require(id).value().count();
    }

    /** How many streams broke off, and what was done how often. */
    @Override
    public String toString() {
        return done + ", " + broken + " streams broke off";
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
        threads.close();
    }
}
