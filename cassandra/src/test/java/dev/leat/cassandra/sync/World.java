package dev.leat.cassandra.sync;

import dev.leat.elastic.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Both stores, applications that write to them, and instances of a sync that crash, lose answers and sleep through their
 * lease: everything happens on one thread, by one random number generator, between any two calls of an instance.
 */
final class World {

    /** Thrown where an instance is killed. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("killed", null, false, false);
        }
    }

    private record Late(
            long sent,
            ChaosPorts.Request write,
            @Nullable LedgerEntry entry,
            @Nullable RowKey created) {}

    static final long SECOND = 1_000_000;
    private static final long MAX_SKEW = 2 * SECOND;

    final SplittableRandom random;
    final TableModel table;
    final IndexModel index;
    final LedgerModel ledger;
    final Applications applications;
    final boolean hasVersions;
    /** Data and ledger writes that arrived. */
    long writes;
    /** What happens just before the next write to a row arrives. */
    Runnable beforeRowWrite = () -> {};

    private final Trap trap;
    private final Stores stores;
    private final Path scratch;
    private final List<Late> late = new ArrayList<>();
    private final List<SyncPair> instances = new ArrayList<>();
    private long now = 1_700_000_000L * SECOND;
    private boolean calm;
    private int started;
    private int takeovers;
    private boolean isTakingOver;
    /** Which of the two instances works. */
    private int running;

    World(long seed, Trap trap, Path scratch) {
        this(seed, trap, scratch, new Stores.InMemory(trap));
    }

    World(long seed, Trap trap, Path scratch, Stores stores) {
        this.random = new SplittableRandom(seed);
        this.trap = trap;
        this.stores = stores;
        this.scratch = scratch;
        this.hasVersions = random.nextBoolean();
        this.table = stores.table(() -> now);
        this.index = stores.index();
        this.ledger = stores.ledger();
        this.applications = new Applications(this);
    }

    /** Applications write, instances run and die. */
    void storm(int steps) {
        instances.add(start(everyOtherTime()));
        instances.add(start(everyOtherTime()));
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> applications.act();
                case 2 -> run(random.nextInt(instances.size()));
                default -> advance(random.nextLong((random.nextBoolean() ? 20 : 2) * SECOND));
            }
        }
    }

    /** Nobody writes any more, and nothing fails. */
    void calm() {
        calm = true;
        applications.finish();
        stores.rest();
    }

    /** What is still under way arrives; then a new instance works until it has nothing to write. */
    void settle() {
        while (!late.isEmpty()) {
            arrive(random.nextInt(late.size()));
        }
        applications.finish();
        SyncPair pair = start(Duration.ZERO);
        for (int cycle = 0; cycle < 8; cycle++) {
            now += 60 * SECOND;
            long before = writes;
            pair.once();
            if (writes == before) {
                return;
            }
        }
        throw new AssertionError("the sync still writes when nothing has changed for eight cycles");
    }

    /** Between any two calls of an instance. */
    void step() {
        if (calm) {
            return;
        }
        int dice = random.nextInt(100);
        if (dice < 7) {
            applications.act();
        } else if (dice < 10) {
            advance(random.nextLong(2 * SECOND));
        } else if (dice < 13 && !late.isEmpty()) {
            arrive(random.nextInt(late.size()));
        } else if (dice < 15) {
            index.finishOne();
        } else if (dice < 17) {
            throw new Crash();
        } else if (dice < 18 && !isTakingOver && takeovers < 3) {
            takeOver();
        }
    }

    /** The instance that runs falls asleep; its lease ends, another works, and then it wakes up. */
    private void takeOver() {
        takeovers++;
        isTakingOver = true;
        advance(60 * SECOND);
        int asleep = running;
        run(1 - asleep);
        running = asleep;
        isTakingOver = false;
    }

    private void run(int instance) {
        running = instance;
        try {
            instances.get(instance).once();
        } catch (Crash crash) {
            instances.set(instance, start(everyOtherTime()));
        } catch (dev.leat.elastic.UnavailableException later) {
            // The next cycle makes up for it.
        }
    }

    private Duration everyOtherTime() {
        return random.nextBoolean() ? Duration.ZERO : Duration.ofHours(1);
    }

    private SyncPair start(Duration compareEvery) {
        ChaosPorts.Watching watching = switch (hasVersions ? random.nextInt(3) : 0) {
            case 0 -> ChaosPorts.Watching.NOTHING;
            case 1 -> ChaosPorts.Watching.SLOWLY;
            default -> ChaosPorts.Watching.QUICKLY;
        };
        return start(compareEvery, skew(), watching);
    }

    SyncPair start(Duration compareEvery, long skew, ChaosPorts.Watching watching) {
        InstantSource clock = () -> Instant.EPOCH.plus(now + skew, ChronoUnit.MICROS);
        SyncPorts chaos = new ChaosPorts(this).ports(clock, watching);
        PairSettings settings = PairSettings.standard(scratch)
                .withReconcileEvery(compareEvery)
                .withKeepGone(started % 2 == 0 ? Duration.ofSeconds(20) : Duration.ofDays(10))
                .withParallelism(1, 2);
        return new SyncPair("instance-" + started++, trap.set(chaos, this), settings);
    }

    long now() {
        return now;
    }

    /** The time that an application or an instance believes it is, in microseconds. */
    long skew() {
        return random.nextLong(-MAX_SKEW, MAX_SKEW + 1);
    }

    void advance(long micros) {
        now += micros;
        // Nothing is under way for longer than this; the ledger remembers for longer.
        late.removeIf(write -> {
            boolean due = write.sent() + 300 * SECOND < now;
            if (due) {
                write.write().arrive();
            }
            return due;
        });
    }

    /**
     * A request whose answer is lost, and that arrives later.
     *
     * @param entry what it writes to the ledger, if it does
     * @param created the document that it creates, if it does
     */
    void send(ChaosPorts.Request write, @Nullable LedgerEntry entry, @Nullable RowKey created) {
        late.add(new Late(now, write, entry, created));
    }

    /** Whether a create of a document is under way, which nothing can stop. */
    boolean mayCreate(RowKey key) {
        return late.stream().anyMatch(write -> key.equals(write.created()));
    }

    /** What the ledger has of a key, or may soon have by writes that are under way. */
    List<LedgerEntry> entries(RowKey key) {
        List<LedgerEntry> entries = new ArrayList<>();
        entries.add(ledger.read(key));
        late.stream()
                .map(Late::entry)
                .filter(entry -> entry != null && entry.key().equals(key))
                .forEach(entries::add);
        return entries;
    }

    boolean isCalm() {
        return calm;
    }

    private void arrive(int which) {
        late.remove(which).write().arrive();
    }

    Waiter waiter() {
        return new Waiter() {
            @Override
            public long nanoTime() {
                return now * 1000;
            }

            @Override
            public void sleep(Duration duration) {
                advance(duration.toNanos() / 1000);
                step();
            }
        };
    }
}
