package dev.leat.cassandra.service;

import dev.leat.cassandra.config.PairConfig;
import dev.leat.cassandra.service.PairStatus.State;
import dev.leat.cassandra.sync.SyncPair;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work on one pair, cycle after cycle; what goes wrong is remembered, logged, and tried again. One thread works,
 * any may ask for the status.
 */
final class PairWork {

    private static final Logger LOG = LoggerFactory.getLogger(PairWork.class);
    private static final Backoff AFTER_FAILURE = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final PairConfig config;
    private final Function<PairConfig, SyncPair> opener;
    private final InstantSource clock;
    private final Waiter waiter;
    private final Rate rows = new Rate();
    private final Rate documents = new Rate();
    private volatile @Nullable SyncPair pair;
    private volatile State state = State.STARTING;
    private volatile Outcome last = new Outcome(null, null, null, null);

    /**
     * How the last cycles went.
     *
     * @param complete when the last one began that came to its end, on any instance's behalf
     * @param ended when the last one of this instance ended
     */
    private record Outcome(
            @Nullable Instant complete,
            @Nullable Instant ended,
            @Nullable Duration took,
            @Nullable String error) {}

    /**
     * @param opener opens the stores of the pair; tried again when it fails
     */
    PairWork(PairConfig config, Function<PairConfig, SyncPair> opener, InstantSource clock, Waiter waiter) {
        this.config = config;
        this.opener = opener;
        this.clock = clock;
        this.waiter = waiter;
    }

    PairConfig config() {
        return config;
    }

    /** Opens the stores, if they are not open yet. */
    SyncPair open() {
        SyncPair open = pair;
        if (open == null) {
            open = opener.apply(config);
            pair = open;
        }
        return open;
    }

    /**
     * One cycle; what goes wrong is thrown, and remembered.
     *
     * @return false when another instance has the pair
     */
    boolean once() {
        Instant begin = clock.instant();
        try {
            boolean isOurs = open().once();
            state = isOurs ? State.LEADER : State.STANDBY;
            Instant end = clock.instant();
            last = isOurs
                    ? new Outcome(begin, end, Duration.between(begin, end), null)
                    : new Outcome(null, last.ended(), last.took(), null);
            return isOurs;
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException e) { // Whatever it is, the status tells of it; the caller judges it.
            state = State.FAILING;
            last = new Outcome(last.complete(), last.ended(), last.took(), e.getMessage());
            throw e;
        }
    }

    /** Cycle after cycle until the thread is interrupted; then another instance may take over at once. */
    void run() {
        int failures = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long begin = waiter.nanoTime();
                try {
                    State before = state;
                    once();
                    tell(before, failures);
                    failures = 0;
                    Duration left = config.times().period().minusNanos(waiter.nanoTime() - begin);
                    waiter.sleep(left.isNegative() ? Duration.ZERO : left);
                } catch (CancelledException e) {
                    break;
                } catch (RuntimeException e) { // Whatever it is, other pairs and later cycles go on.
                    tell(e, failures);
                    waiter.sleep(AFTER_FAILURE.delay(
                            failures, () -> ThreadLocalRandom.current().nextLong()));
                    failures++;
                }
            }
        } catch (InterruptedException told) {
            LOG.debug("Pair {} was told to stop", config.name());
        }
        release();
        state = State.STOPPED;
    }

    private void tell(State before, int failures) {
        if (failures > 0) {
            LOG.info("Pair {} works again", config.name());
        } else if (before != state) {
            LOG.info(
                    state == State.LEADER
                            ? "Pair {}: {}.{} and {} are in step; changes are followed"
                            : "Pair {}: another instance works on {}.{} and {}; this one stands by",
                    config.name(),
                    config.keyspace(),
                    config.table(),
                    config.index());
        }
    }

    private void tell(RuntimeException failure, int failures) {
        // Once, and then now and then: an outage of an hour is no thousand lines.
        if (failures == 0 || Integer.bitCount(failures) == 1) {
            boolean isKnown = failure instanceof UnavailableException || failure instanceof LeatException;
            LOG.warn(
                    "Pair {} goes on later: {}",
                    config.name(),
                    isKnown ? failure.getMessage() : failure.toString(),
                    isKnown ? null : failure);
        }
    }

    /** Lets another instance take over at once, if it still can be told. */
    void release() {
        SyncPair open = pair;
        if (open == null) {
            return;
        }
        try {
            open.release();
        } catch (LeatException e) {
            LOG.debug("Pair {} is not released; it will be by the end of its lease: {}", config.name(), e.getMessage());
        }
    }

    PairStatus status() {
        SyncPair open = pair;
        Outcome now = last;
        Instant complete = now.complete();
        PairStatus status = new PairStatus(
                config.name(),
                config.keyspace() + "." + config.table(),
                config.index(),
                state,
                open == null ? Map.of() : open.tally().snapshot(),
                0,
                0,
                complete == null ? null : Duration.between(complete, clock.instant()),
                now.ended(),
                now.took(),
                now.error());
        long time = waiter.nanoTime();
        return status.withRates(
                rows.perSecond(time, status.rowsChanged()), documents.perSecond(time, status.documentsChanged()));
    }
}
