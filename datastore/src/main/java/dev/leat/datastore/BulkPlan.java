package dev.leat.datastore;

import dev.leat.datastore.BulkPlanReport.Item;
import dev.leat.datastore.BulkPlanReport.Kind;
import dev.leat.datastore.document.BlockedCollectionException;
import dev.leat.datastore.document.DocumentId;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.WriteMark;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.update.BulkUpdates;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.Updates;
import dev.leat.elastic.BlockedException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.Target;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Writes to many documents of one collection, gathered first and carried out together; not a transaction: each item
 * succeeds or fails for itself. Documents and operations are checked when they are added. Items on one document are
 * carried out in the order added, others in any order. Updates count once, also when answers are lost. The plan is held
 * in memory. Not thread-safe.
 */
public final class BulkPlan<T> {

    /** Of an item from its hand-over to the writer until its outcome. */
    private static final PlanOutcome UNDER_WAY =
            new PlanOutcome.Unknown("the plan ended before it was known what became of it; look before you repeat it");

    private final Cluster cluster;
    private final String collection;
    private final DocumentType<T> type;
    private final Updates<T> updates;
    private final @Nullable ScopedPlan<T> scope;
    private final List<Planned> items = new ArrayList<>();

    BulkPlan(Cluster cluster, String collection, DocumentType<T> type, Updates<T> updates) {
        this(cluster, collection, type, updates, null);
    }

    /** @param scope what carries the items out for a part of the collection; null when the plan is for all of it */
    BulkPlan(
            Cluster cluster,
            String collection,
            DocumentType<T> type,
            Updates<T> updates,
            @Nullable ScopedPlan<T> scope) {
        this.cluster = cluster;
        this.collection = collection;
        this.type = type;
        this.updates = updates;
        this.scope = scope;
    }

    boolean isOf(ScopedPlan<T> view) {
        return scope == view;
    }

    /** An item; an update has a change, a delete nothing, anything else a document. */
    record Planned(Kind kind, String id, byte @Nullable [] document, BulkUpdates.@Nullable Change change) {}

    /** Stores a document if there is none of its id. */
    public BulkPlan<T> create(T value) {
        return create(type.idOf(value), value);
    }

    /** Stores a document if there is none of that id. */
    public BulkPlan<T> create(String id, T value) {
        return add(Kind.CREATE, own(id, value), type.encode(value), null);
    }

    /** Stores a document, and replaces the one of its id. */
    public BulkPlan<T> save(T value) {
        return save(type.idOf(value), value);
    }

    /** Stores a document, and replaces the one of that id. */
    public BulkPlan<T> save(String id, T value) {
        return add(Kind.SAVE, own(id, value), type.encode(value), null);
    }

    /** Changes single fields of a document. */
    public BulkPlan<T> update(String id, UpdateOperation... operations) {
        return update(id, List.of(operations));
    }

    /** Changes single fields of a document. */
    public BulkPlan<T> update(String id, List<UpdateOperation> operations) {
        return add(Kind.UPDATE, id, null, BulkUpdates.change(type, operations, null));
    }

    /** Sets the named fields to what they are in a value, with everything below them; null removes. All else stays. */
    public BulkPlan<T> updateFields(String id, T value, String... paths) {
        return add(Kind.UPDATE, id, null, BulkUpdates.fields(type, value, List.of(paths)));
    }

    /** Changes single fields of a document; where there is none, stores the start with the operations carried out on it. */
    public BulkPlan<T> upsert(String id, T start, UpdateOperation... operations) {
        return add(Kind.UPSERT, own(id, start), null, BulkUpdates.change(type, List.of(operations), start));
    }

    /**
     * Stores a value; where there is a document, only the named fields are set, and all else stays: defaults of the class
     * never replace what is stored.
     */
    public BulkPlan<T> upsertFields(String id, T value, String... paths) {
        return add(Kind.UPSERT, own(id, value), null, BulkUpdates.fieldsOrAll(type, value, List.of(paths)));
    }

    /** Removes a document. */
    public BulkPlan<T> delete(String id) {
        return add(Kind.DELETE, id, null, null);
    }

    private String own(String id, T value) {
        return DocumentId.requireOwn(type, id, value);
    }

    private BulkPlan<T> add(Kind kind, String id, byte @Nullable [] document, BulkUpdates.@Nullable Change change) {
        items.add(new Planned(kind, DocumentId.require(id), document, change));
        return this;
    }

    public int size() {
        return items.size();
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** {@link #run(Refresh)}, with searches seeing it a little later. */
    public BulkPlanReport run() {
        return run(Refresh.NONE);
    }

    /**
     * Carries the plan out; blocks. May be called again, which carries it out again.
     *
     * @param refresh anything but {@link Refresh#NONE} refreshes the collection once, at the end
     * @throws CancelledException when the thread was interrupted; everything else is in the report
     */
    public BulkPlanReport run(Refresh refresh) {
        AtomicReferenceArray<@Nullable PlanOutcome> outcomes = new AtomicReferenceArray<>(items.size());
        LeatException failure = null;
        BulkUpdates bulk = updates.bulk();
        try {
            if (scope == null) {
                write(bulk, outcomes);
            } else {
                scope.carryOut(items, outcomes);
            }
            if (refresh != Refresh.NONE) {
                new Indices(cluster).refresh(collection);
            }
        } catch (CancelledException e) {
            throw e;
        } catch (BlockedException e) {
            failure = BlockedCollectionException.of(collection, e);
        } catch (LeatException e) {
            failure = e;
        }
        BulkPlanReport report = new BulkPlanReport(items(outcomes), failure);
        if (report.items().stream().noneMatch(item -> item.outcome() instanceof PlanOutcome.Unknown)) {
            bulk.release();
        }
        return report;
    }

    private void write(BulkUpdates bulk, AtomicReferenceArray<@Nullable PlanOutcome> outcomes) {
        BulkSettings settings = BulkSettings.standard()
                .withTarget(Target.ALIAS_ONLY)
                .withRetryPolicy(cluster.settings().retryPolicy());
        WriteMark marks = new WriteMark();
        try (BulkWriter writer = BulkWriter.open(cluster, settings, (operation, outcome) -> {
            if (operation.attachment() instanceof Integer position) {
                outcomes.set(position, outcome(outcome));
            }
        })) {
            for (int i = 0; i < items.size(); i++) {
                writer.write(operation(items.get(i), bulk, marks).withAttachment(i));
                outcomes.compareAndSet(i, null, UNDER_WAY);
            }
            writer.flush();
        }
    }

    /** A create is marked, so that after a lost answer it is not mistaken for another writer's equal one. */
    private BulkOperation operation(Planned item, BulkUpdates bulk, WriteMark marks) {
        BulkUpdates.Change change = item.change();
        byte[] document = item.document();
        if (change != null) {
            return bulk.operation(item.id(), change);
        }
        if (document == null) {
            return BulkOperation.delete(collection, item.id());
        }
        return item.kind() == Kind.CREATE
                ? BulkOperation.create(collection, item.id(), WriteMark.first(document, marks.next()))
                : BulkOperation.index(collection, item.id(), document);
    }

    private static PlanOutcome outcome(WriteOutcome outcome) {
        return switch (outcome) {
            case WriteOutcome.Written written -> new PlanOutcome.Written(written.result());
            case WriteOutcome.Unchanged unchanged -> new PlanOutcome.Unchanged();
            case WriteOutcome.Unsent unsent -> new PlanOutcome.NotSent(unsent.reason());
            case WriteOutcome.Unknown unknown -> new PlanOutcome.Unknown(unknown.reason());
            case WriteOutcome.Rejected rejected -> rejected(rejected);
        };
    }

    private static PlanOutcome rejected(WriteOutcome.Rejected rejected) {
        if (rejected.status() == 409) {
            return new PlanOutcome.Conflict(rejected.reason());
        }
        if (rejected.type().equals("document_missing_exception")) {
            return new PlanOutcome.Missing();
        }
        if (BulkUpdates.isUndecidable(rejected.reason())) {
            return new PlanOutcome.Unknown(
                    "an answer may have been lost, and the document has forgotten which updates it"
                            + " saw at that time; look before you repeat it");
        }
        return new PlanOutcome.Rejected(
                BulkUpdates.findRefusal(rejected.reason()).orElse(rejected.type() + ": " + rejected.reason()));
    }

    private List<Item> items(AtomicReferenceArray<@Nullable PlanOutcome> outcomes) {
        List<Item> report = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            PlanOutcome outcome = outcomes.get(i);
            report.add(new Item(
                    items.get(i).kind(),
                    items.get(i).id(),
                    outcome == null ? new PlanOutcome.NotSent("the plan was broken off before") : outcome));
        }
        return report;
    }
}
