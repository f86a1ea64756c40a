package dev.leat.cassandra.sync;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Works on many keys in parallel, each in the lane that its hash says: a key is never in two hands at once, and a key that
 * must be looked at again stays in its lane. A lane is a virtual thread for as long as a call lasts; one lane is the
 * caller's own thread. Not thread-safe: one caller at a time.
 */
final class Lanes {

    /** What is done for a batch of keys. Thread-safe. */
    @FunctionalInterface
    interface Work {

        /**
         * Looks at different keys.
         *
         * @param seen how some of them looked where they were come by
         * @return those that must be looked at again
         */
        Set<RowKey> look(Collection<RowKey> keys, Map<RowKey, Sighting> seen);
    }

    private static final int MAX_ROUNDS = 10;

    /** Keys that are worth a lane of their own. */
    private static final int FULL_SHARE = 200;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

    private final Work work;
    private final int lanes;
    private final int batch;
    private final Waiter waiter;

    /** @param batch how many keys a lane takes at once */
    Lanes(Work work, int lanes, int batch, Waiter waiter) {
        this.work = work;
        this.lanes = lanes;
        this.batch = batch;
        this.waiter = waiter;
    }

    /** Works on what a scan or a feed came by, as {@link #work} does. */
    void workOn(Collection<Sighting> page) {
        Map<RowKey, Sighting> seen = new LinkedHashMap<>();
        page.forEach(sighting -> seen.put(sighting.key(), sighting));
        work(seen.keySet(), seen);
    }

    /**
     * Works until every key is done, blocking.
     *
     * @throws UnavailableException when a side is, or when some keys find no rest; all of them can be given again
     */
    void work(Collection<RowKey> keys) {
        work(keys, Map.of());
    }

    private void work(Collection<RowKey> keys, Map<RowKey, Sighting> seen) {
        // Few keys cost less in one request than in several.
        int busy = Math.clamp(keys.size() / FULL_SHARE, 1, lanes);
        List<Set<RowKey>> shares = new ArrayList<>();
        for (int lane = 0; lane < busy; lane++) {
            shares.add(new LinkedHashSet<>());
        }
        for (RowKey key : keys) {
            shares.get(Math.floorMod(key.hashCode(), busy)).add(key);
        }
        shares.removeIf(Set::isEmpty);
        if (shares.size() == 1) {
            workOff(shares.getFirst(), seen);
        } else if (!shares.isEmpty()) {
            inParallel(shares, seen);
        }
    }

    private void workOff(Set<RowKey> share, Map<RowKey, Sighting> seen) {
        List<RowKey> waiting = new ArrayList<>(share);
        for (int from = 0; from < waiting.size(); from += batch) {
            finish(waiting.subList(from, Math.min(from + batch, waiting.size())), seen);
        }
    }

    private void finish(Collection<RowKey> keys, Map<RowKey, Sighting> seen) {
        Set<RowKey> again = work.look(keys, seen);
        for (int round = 1; !again.isEmpty(); round++) {
            if (round == MAX_ROUNDS) {
                throw new UnavailableException(
                        again.size() + " keys are changed faster than they can be brought in step; they come again",
                        null);
            }
            pause(FIRST_PAUSE.multipliedBy(1L << (round - 1)));
            again = work.look(again, Map.of());
        }
    }

    private void pause(Duration pause) {
        try {
            waiter.sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the sync", e);
        }
    }

    private void inParallel(List<Set<RowKey>> shares, Map<RowKey, Sighting> seen) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (Set<RowKey> share : shares) {
                tasks.add(() -> {
                    workOff(share, seen);
                    return true;
                });
            }
            for (Future<Boolean> lane : threads.invokeAll(tasks)) {
                lane.get();
            }
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the sync", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a lane failed", e.getCause());
        }
    }
}
