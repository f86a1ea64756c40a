package dev.leat.datastore.query;

import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Repeat;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what becomes of the documents of one run. Thread-safe. */
final class ByQueryTally {

    private static final int KEPT_FAILURES = 100;
    private static final int CONFLICT = 409;

    /** A document that others deleted, and a generation that a migration or a wipe left behind. */
    private static final Set<String> GONE = Set.of("document_missing_exception", "index_not_found_exception");

    private final Repeat repeat;
    private final Waiter waiter;
    private final long began;
    private final AtomicLong changed = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Queue<DeadLetter> failures = new ConcurrentLinkedQueue<>();

    ByQueryTally(Repeat repeat, Waiter waiter) {
        this.repeat = repeat;
        this.waiter = waiter;
        this.began = waiter.nanoTime();
    }

    /** @param again gets the ids that must be looked at again */
    void add(BulkOperation operation, WriteOutcome outcome, Set<String> again) {
        switch (outcome) {
            case WriteOutcome.Written written -> change();
            case WriteOutcome.Unchanged same -> unchanged.incrementAndGet();
            case WriteOutcome.Unsent unsent -> again.add(operation.id());
            case WriteOutcome.Rejected rejected -> {
                if (rejected.status() == CONFLICT || GONE.contains(rejected.type())) {
                    again.add(operation.id());
                } else {
                    fail(operation, outcome);
                }
            }
            case WriteOutcome.Unknown unknown -> {
                if (repeat == Repeat.IDEMPOTENT) {
                    again.add(operation.id());
                } else {
                    fail(operation, outcome);
                }
            }
        }
    }

    private void fail(BulkOperation operation, WriteOutcome outcome) {
        outcome.toDeadLetter(operation).ifPresent(this::fail);
    }

    void fail(DeadLetter letter) {
        if (failed.incrementAndGet() <= KEPT_FAILURES) {
            failures.add(letter);
        }
    }

    void change() {
        changed.incrementAndGet();
    }

    void leaveAlone() {
        unchanged.incrementAndGet();
    }

    void skip(long documents) {
        skipped.addAndGet(documents);
    }

    long changed() {
        return changed.get();
    }

    /** Documents that are dealt with. */
    long done() {
        return changed.get() + unchanged.get();
    }

    ByQueryReport report(Set<String> conflicts) {
        return new ByQueryReport(
                changed.get(),
                unchanged.get(),
                skipped.get(),
                List.copyOf(conflicts),
                failed.get(),
                List.copyOf(failures),
                Duration.ofNanos(waiter.nanoTime() - began));
    }
}
