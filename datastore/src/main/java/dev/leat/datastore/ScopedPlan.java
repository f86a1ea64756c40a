package dev.leat.datastore;

import dev.leat.datastore.BulkPlan.Planned;
import dev.leat.datastore.BulkPlanReport.Kind;
import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.MissingCollectionException;
import dev.leat.datastore.document.OutsideScopeException;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.ScopedWriter;
import dev.leat.datastore.update.BulkUpdates;
import dev.leat.datastore.update.ScopedUpdates;
import dev.leat.datastore.update.UpdateOutcome;
import dev.leat.datastore.update.UpdateRefusedException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.WriteOutcome.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Carries bulk plans out for a part of a collection: each item as the single write that it is, several documents at a
 * time, the items on one document in their order. What a single write may not do, an item may not. Thread-safe; blocks.
 */
final class ScopedPlan<T> {

    /** Documents written at the same time: half of the connections to one node that a cluster has by default, at most. */
    private static final int AT_ONCE = 16;

    private final ScopedWriter writer;
    private final ScopedUpdates<T> updates;

    ScopedPlan(ScopedWriter writer, ScopedUpdates<T> updates) {
        this.writer = writer;
        this.updates = updates;
    }

    /**
     * Sets the outcome of every item that was begun.
     *
     * @throws LeatException that broke the plan off
     */
    void carryOut(List<Planned> items, AtomicReferenceArray<@Nullable PlanOutcome> outcomes) {
        Map<String, List<Integer>> byId = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            byId.computeIfAbsent(items.get(i).id(), id -> new ArrayList<>()).add(i);
        }
        Queue<List<Integer>> documents = new ConcurrentLinkedQueue<>(byId.values());
        AtomicReference<@Nullable LeatException> failure = new AtomicReference<>();
        Runnable worker = () -> {
            for (List<Integer> next = documents.poll(); next != null; next = documents.poll()) {
                for (int position : next) {
                    if (failure.get() != null) {
                        return;
                    }
                    carryOut(items.get(position), position, outcomes, failure);
                }
            }
        };
        run(worker, Math.min(AT_ONCE, byId.size()));
        LeatException broken = failure.get();
        if (broken != null) {
            throw broken;
        }
    }

    private static void run(Runnable worker, int times) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                workers.add(threads.submit(worker));
            }
            try {
                for (Future<?> each : workers) {
                    each.get();
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw CancelledException.interrupted("a bulk plan", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a worker of a bulk plan failed", e.getCause());
            }
        }
    }

    private void carryOut(
            Planned item,
            int position,
            AtomicReferenceArray<@Nullable PlanOutcome> outcomes,
            AtomicReference<@Nullable LeatException> failure) {
        try {
            outcomes.set(position, outcome(item));
        } catch (MissingCollectionException | UnavailableException e) {
            outcomes.set(position, new PlanOutcome.NotSent(e.getMessage()));
            failure.compareAndSet(null, e);
        } catch (LeatException e) {
            outcomes.set(position, new PlanOutcome.Unknown(e.getMessage()));
            failure.compareAndSet(null, e);
        }
    }

    private PlanOutcome outcome(Planned item) {
        try {
            return write(item);
        } catch (OutsideScopeException | UpdateRefusedException e) {
            return new PlanOutcome.Rejected(e.getMessage());
        } catch (MissingCollectionException e) {
            throw e;
        } catch (RejectedException e) {
            return new PlanOutcome.Rejected(e.type() + ": " + e.getMessage());
        } catch (ConflictException e) {
            return new PlanOutcome.Conflict(e.getMessage());
        } catch (OutcomeUnknownException e) {
            return new PlanOutcome.Unknown(e.getMessage());
        }
    }

    private PlanOutcome write(Planned item) {
        BulkUpdates.Change change = item.change();
        byte[] document = item.document();
        if (change != null) {
            return updated(updates.run(item.id(), change));
        }
        if (document == null) {
            return deleted(writer.delete(item.id(), Refresh.NONE));
        }
        if (item.kind() == Kind.CREATE) {
            writer.create(item.id(), document, Refresh.NONE);
            return new PlanOutcome.Written(Result.CREATED);
        }
        return new PlanOutcome.Written(
                writer.save(item.id(), document, Refresh.NONE).result());
    }

    private static PlanOutcome updated(UpdateOutcome outcome) {
        return switch (outcome) {
            case UpdateOutcome.Updated updated -> new PlanOutcome.Written(Result.UPDATED);
            case UpdateOutcome.Created created -> new PlanOutcome.Written(Result.CREATED);
            case UpdateOutcome.Unchanged unchanged -> new PlanOutcome.Unchanged();
            case UpdateOutcome.Missing missing -> new PlanOutcome.Missing();
        };
    }

    private static PlanOutcome deleted(DeleteOutcome outcome) {
        return switch (outcome) {
            case DELETED -> new PlanOutcome.Written(Result.DELETED);
            case MISSING -> new PlanOutcome.Unchanged();
            case GONE -> new PlanOutcome.Written(Result.VERIFIED);
        };
    }
}
