package dev.leat.spark.write;

import dev.leat.elastic.bulk.Action;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.OutcomeListener;
import dev.leat.elastic.bulk.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps account of what became of the operations of a task. Thread-safe. */
final class Outcomes implements OutcomeListener {

    private static final int CONFLICT = 409;

    private final Refusals refusals;
    private final VersionRule rule;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final ConcurrentLinkedQueue<BulkOperation> conflicts = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable String> doubt = new AtomicReference<>();

    /** What a version says. */
    enum VersionRule {
        /** How new the row is. */
        OF_THE_ROW,
        /** Which attempt of the task wrote the document. */
        OF_THE_ATTEMPT
    }

    Outcomes(Refusals refusals, VersionRule rule) {
        this.refusals = refusals;
        this.rule = rule;
    }

    @Override
    public void completed(BulkOperation operation, WriteOutcome outcome) {
        switch (outcome) {
            case WriteOutcome.Written done -> written.incrementAndGet();
            case WriteOutcome.Unchanged nothing -> unchanged.incrementAndGet();
            case WriteOutcome.Rejected rejected when rejected.status() == CONFLICT -> conflict(operation);
            case WriteOutcome.Rejected rejected -> refuse(operation, rejected);
            case WriteOutcome.Unsent unsent -> doubt.compareAndSet(null, unsent.reason());
            case WriteOutcome.Unknown unknown -> doubt.compareAndSet(null, unknown.reason());
        }
    }

    private void conflict(BulkOperation operation) {
        if (operation.action() == Action.CREATE) {
            conflicts.add(operation);
        } else if (rule == VersionRule.OF_THE_ATTEMPT) {
            doubt.compareAndSet(null, "a later attempt of this task writes already");
        } else {
            skipped.incrementAndGet();
        }
    }

    void refuse(BulkOperation operation, WriteOutcome outcome) {
        outcome.toDeadLetter(operation).ifPresent(refusals::add);
    }

    void unchanged() {
        unchanged.incrementAndGet();
    }

    /** How many documents that were to be made are there already and were not looked at. */
    int openConflicts() {
        return conflicts.size();
    }

    List<BulkOperation> takeConflicts(int most) {
        List<BulkOperation> taken = new ArrayList<>();
        for (BulkOperation next = conflicts.poll(); next != null; next = conflicts.poll()) {
            taken.add(next);
            if (taken.size() == most) {
                break;
            }
        }
        return taken;
    }

    /** Why an operation may not have been carried out; null when all have an outcome. A repeat of the task settles it. */
    @Nullable
    String doubt() {
        return doubt.get();
    }

    Counts counts(long unread, long bytes) {
        return new Counts(written.get(), unchanged.get(), skipped.get(), refusals.count(), unread, bytes);
    }
}
