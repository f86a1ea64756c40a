package dev.leat.datastore.update;

import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import java.util.List;
import java.util.function.Predicate;

/**
 * Changes single fields of the documents of a collection, on the server, in one step for each document. Thread-safe;
 * calls block.
 *
 * <p>Operations that would count twice (INC, DEC, APPEND, PREPEND, REMOVE, DELETE of an index) are exact also when an
 * answer is lost: the document notes them, hidden under {@code _leat.ops}, by the lane that they came through. It keeps
 * the last operation of 64 lanes for 15 minutes; as a lane is only shared by updates that follow one another, that is the
 * last operation of 64 writers at once. Where it has forgotten too much to tell, the update ends with {@link
 * dev.leat.elastic.OutcomeUnknownException}.
 */
public final class Updates<T> {

    private final Cluster cluster;
    private final String collection;
    private final DocumentType<T> type;
    private final OperationIds ids;
    private final Predicate<VersionToken> own;

    /**
     * @param collection the name of the alias
     * @param ids one for all collections of a process is enough
     */
    public Updates(Cluster cluster, String collection, DocumentType<T> type, OperationIds ids) {
        this(cluster, collection, type, ids, version -> version.isOf(collection));
    }

    /** @param own whether a version is one of this collection */
    public Updates(
            Cluster cluster, String collection, DocumentType<T> type, OperationIds ids, Predicate<VersionToken> own) {
        this.cluster = cluster;
        this.collection = collection;
        this.type = type;
        this.ids = ids;
        this.own = own;
    }

    /** An update of one document, to be given its operations. Nothing happens before {@link UpdateBuilder#run}. */
    public UpdateBuilder<T> update(String id) {
        return new UpdateBuilder<>(type, id, this::run);
    }

    /** Updates through a bulk writer, and only one: see there. */
    public BulkUpdates bulk() {
        return new BulkUpdates(cluster, collection, ids);
    }

    /**
     * One update for many documents, as for those that a query finds. May ask the cluster for the time, and block.
     *
     * @throws dev.leat.datastore.mapping.InvalidDocumentException when an operation does not fit the class
     */
    public SameUpdate same(List<UpdateOperation> operations) {
        List<Step> steps = OperationCheck.steps(type, operations);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an update of collection " + collection + " has no operations");
        }
        return new SameUpdate(cluster, ids, steps);
    }

    /** The name of the alias. */
    public String collection() {
        return collection;
    }

    public DocumentType<T> type() {
        return type;
    }

    /** What is thrown when the stored document does not allow an update. */
    UpdateRefusedException refused(String id, String why) {
        return refused(collection, id, why);
    }

    static UpdateRefusedException refused(String collection, String id, String why) {
        return new UpdateRefusedException(
                "document '" + id + "' of collection " + collection + " was not updated: " + why);
    }

    UpdateOutcome run(UpdateRequest update) {
        VersionToken version = update.version();
        if (version != null && !own.test(version)) {
            throw ConflictException.otherCollection(collection, update.id());
        }
        if (!update.needsNote()) {
            return new UpdateCall(cluster, collection, update, null).run();
        }
        OperationIds.Lane lane = ids.take();
        // A lane whose last operation may still take effect is not used again.
        try {
            UpdateOutcome outcome = new UpdateCall(cluster, collection, update, lane.next()).run();
            ids.giveBack(lane);
            return outcome;
        } catch (ConflictException | RejectedException e) {
            ids.giveBack(lane);
            throw e;
        }
    }
}
