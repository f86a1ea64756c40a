package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.datastore.Gauges.LaterGauge;
import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.MissingException;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.UpdateOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writers who know at each moment what each of their documents is, and readers who know what must be there. Every write
 * says what it found, which must be what its writer knows, and is read back at once.
 */
final class GaugeLoad implements AutoCloseable {

    static final int WRITERS = 8;
    /** Every tenth document is never deleted. */
    private static final int FIXED = 10;

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(FULL ? 0 : 10);
    private static final Duration BETWEEN_READS = Duration.ofMillis(FULL ? 5 : 20);

    private final Collection<LaterGauge> gauges;
    private final int documents;
    private final List<Map<Integer, LaterGauge>> known = new ArrayList<>();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private final ReadWriteLock writing = new ReentrantReadWriteLock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean stopped;

    GaugeLoad(Collection<LaterGauge> gauges, int documents) {
        this.gauges = gauges;
        this.documents = documents;
    }

    private static String id(int number) {
        return "g" + number;
    }

    private static boolean isFixed(int number) {
        return number % FIXED == 0;
    }

    private int fixed() {
        return (documents + FIXED - 1) / FIXED;
    }

    /** Stores the documents, and begins. */
    void start(SplittableRandom random) {
        for (int writer = 0; writer < WRITERS; writer++) {
            known.add(new HashMap<>());
        }
        for (int from = 0; from < documents; from += 10_000) {
            BulkPlan<LaterGauge> plan = gauges.bulkPlan();
            for (int i = from; i < Math.min(documents, from + 10_000); i++) {
                LaterGauge gauge = LaterGauge.of(id(i), i, isFixed(i));
                plan.save(gauge);
                known.get(i % WRITERS).put(i, gauge);
            }
            plan.run().orThrow();
        }
        gauges.commit();
        for (int writer = 0; writer < WRITERS; writer++) {
            int me = writer;
            SplittableRandom own = random.split();
            running.add(threads.submit(() -> write(me, own)));
        }
        List<Runnable> looks = List.of(this::getOne, this::getMany, this::count, this::stream);
        for (Runnable look : looks) {
            running.add(threads.submit(() -> read(look)));
        }
    }

    private void write(int me, SplittableRandom random) {
        Map<Integer, LaterGauge> mine = known.get(me);
        while (!stopped) {
            writing.readLock().lock();
            try {
                int number = WRITERS * random.nextInt(documents / WRITERS) + me;
                change(number, mine, random);
                assertThat(gauges.getIfExists(id(number)).map(stored -> stored.value()))
                        .as("what was written last to %s", id(number))
                        .isEqualTo(java.util.Optional.ofNullable(mine.get(number)));
                writes.incrementAndGet();
            } finally {
                writing.readLock().unlock();
            }
            LockSupport.parkNanos(BETWEEN_WRITES.toNanos());
        }
    }

    private void change(int number, Map<Integer, LaterGauge> mine, SplittableRandom random) {
        LaterGauge before = mine.get(number);
        LaterGauge fresh = LaterGauge.of(id(number), random.nextInt(1_000_000), isFixed(number));
        switch (random.nextInt(6)) {
            case 0 -> update(number, before, mine);
            case 1 -> modify(number, before, mine);
            case 2 -> {
                gauges.save(fresh);
                mine.put(number, fresh);
            }
            case 3 -> delete(number, before, mine);
            case 4 -> create(fresh, number, before, mine);
            default -> bulk(number, mine, random);
        }
    }

    private void update(int number, @Nullable LaterGauge before, Map<Integer, LaterGauge> mine) {
        UpdateOutcome outcome = gauges.update(id(number))
                .increment("count", 1)
                .append("log", "update")
                .run();
        assertThat(outcome).isInstanceOf(before == null ? UpdateOutcome.Missing.class : UpdateOutcome.Updated.class);
        mine.computeIfPresent(number, (key, gauge) -> gauge.counted("update"));
    }

    private void modify(int number, @Nullable LaterGauge before, Map<Integer, LaterGauge> mine) {
        if (before == null) {
            assertThatThrownBy(() -> gauges.modify(id(number), gauge -> gauge.withLevel(0)))
                    .isInstanceOf(MissingException.class);
            return;
        }
        LaterGauge after = gauges.modify(id(number), gauge -> gauge.withLevel(gauge.level() + 1))
                .value();
        assertThat(after).isEqualTo(before.withLevel(before.level() + 1));
        mine.put(number, after);
    }

    private void delete(int number, @Nullable LaterGauge before, Map<Integer, LaterGauge> mine) {
        if (!isFixed(number)) {
            assertThat(gauges.delete(id(number)))
                    .isEqualTo(before == null ? DeleteOutcome.MISSING : DeleteOutcome.DELETED);
            mine.remove(number);
        }
    }

    private void create(LaterGauge fresh, int number, @Nullable LaterGauge before, Map<Integer, LaterGauge> mine) {
        if (before != null) {
            assertThatThrownBy(() -> gauges.create(fresh)).isInstanceOf(ConflictException.class);
            return;
        }
        gauges.create(fresh);
        mine.put(number, fresh);
    }

    private void bulk(int number, Map<Integer, LaterGauge> mine, SplittableRandom random) {
        BulkPlan<LaterGauge> plan = gauges.bulkPlan();
        for (int i = 0; i < 5; i++) {
            int one = (number + i * WRITERS) % (documents / WRITERS * WRITERS);
            LaterGauge start = LaterGauge.of(id(one), i, isFixed(one));
            if (random.nextInt(3) == 0 && !isFixed(one)) {
                plan.delete(id(one));
                mine.remove(one);
            } else {
                plan.upsert(
                        id(one), start, UpdateOperation.increment("count", 1), UpdateOperation.append("log", "bulk"));
                mine.put(one, mine.getOrDefault(one, start).counted("bulk"));
            }
        }
        plan.run().orThrow();
    }

    private void read(Runnable look) {
        while (!stopped) {
            look.run();
            reads.incrementAndGet();
            LockSupport.parkNanos(BETWEEN_READS.toNanos());
        }
    }

    private String anyFixed() {
        return id(FIXED * ThreadLocalRandom.current().nextInt(fixed()));
    }

    private void getOne() {
        assertThat(gauges.getIfExists(anyFixed())).isPresent();
    }

    private void getMany() {
        gauges.multiget(Stream.generate(this::anyFixed).limit(20).toList());
    }

    private void count() {
        assertThat(gauges.count("fixed:true")).isEqualTo(fixed());
    }

    private void stream() {
        try (Stream<LaterGauge> found = gauges.streamSearch("fixed:true")) {
            assertThat(found.map(LaterGauge::id).distinct().count()).isEqualTo(fixed());
        }
    }

    long writes() {
        return writes.get();
    }

    long reads() {
        return reads.get();
    }

    /** Waits until the writers have got on; fails with whoever failed. */
    void awaitWrites(int more) {
        long before = writes.get();
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            requireWell();
            return writes.get() > before + more;
        });
    }

    void requireWell() throws ExecutionException, InterruptedException {
        for (Future<?> one : running) {
            if (one.isDone()) {
                one.get();
            }
        }
    }

    /** Lets no writer write until {@link #resume}, by the same thread. */
    void pause() {
        writing.writeLock().lock();
    }

    void resume() {
        writing.writeLock().unlock();
    }

    /** Ends writers and readers, and compares all that is there with all that was written. */
    void expectAll() throws ExecutionException, InterruptedException {
        stopped = true;
        for (Future<?> one : running) {
            one.get();
        }
        gauges.commit();
        Map<String, LaterGauge> expected = new HashMap<>();
        known.forEach(some -> some.values().forEach(gauge -> expected.put(gauge.id(), gauge)));
        Map<String, LaterGauge> found = new HashMap<>();
        try (Stream<LaterGauge> all = gauges.streamSearch("*:*")) {
            all.forEach(gauge -> assertThat(found.put(gauge.id(), gauge)).isNull());
        }
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        assertThat(found.equals(expected))
                .as("every document is as it was written last")
                .isTrue();
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
        threads.close();
    }
}
