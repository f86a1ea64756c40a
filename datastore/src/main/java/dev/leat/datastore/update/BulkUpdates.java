package dev.leat.datastore.update;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.update.UpdateScript.Terms;
import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Updates as operations of one {@link dev.leat.elastic.bulk.BulkWriter}, which are as exact as single ones: the writer may
 * send them again as often as it likes. All go through one lane, as the writer has at most one operation on a document
 * under way. Not thread-safe; the operations on one document
 * are written in the order in which they were made here.
 */
public final class BulkUpdates {

    private final Cluster cluster;
    private final String collection;
    private final OperationIds ids;
    private final OperationIds.Lane lane;

    /** The cluster's clock less this machine's, in milliseconds; asked for by the first update that needs it. */
    private @Nullable Long offset;

    BulkUpdates(Cluster cluster, String collection, OperationIds ids) {
        this.cluster = cluster;
        this.collection = collection;
        this.ids = ids;
        this.lane = ids.take();
    }

    /** What is to be done to a document, checked against its class. */
    public record Change(List<Step> steps, byte @Nullable [] start) {

        public Change {
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("an update has no operations");
            }
            steps = List.copyOf(steps);
        }
    }

    /**
     * Checks operations.
     *
     * @param start what a missing document starts as; null when it stays missing
     * @throws dev.leat.datastore.mapping.InvalidDocumentException with everything that is wrong
     */
    public static <T> Change change(DocumentType<T> type, List<UpdateOperation> operations, @Nullable T start) {
        return new Change(OperationCheck.steps(type, operations), start == null ? null : type.encode(start));
    }

    /**
     * Sets single fields to what they are in a value; those that are null in it are removed. Nothing else is touched.
     *
     * @param paths at least one
     */
    public static <T> Change fields(DocumentType<T> type, T value, List<String> paths) {
        JsonNode document = Json.MAPPER.readTree(type.encode(value));
        return new Change(OperationCheck.fieldsOf(type, document, paths), null);
    }

    /** The same, and where there is no document, the whole value is stored. */
    public static <T> Change fieldsOrAll(DocumentType<T> type, T value, List<String> paths) {
        byte[] whole = type.encode(value);
        return new Change(OperationCheck.fieldsOf(type, Json.MAPPER.readTree(whole), paths), whole);
    }

    /** The operation for the writer; blocks the first time, to ask for the time. */
    public BulkOperation operation(String id, Change change) {
        Terms terms = Step.areRepeatable(change.steps()) ? Terms.NONE : new Terms(lane.next(), since(), null);
        byte[] body = UpdateScript.body(change.steps(), terms, change.start());
        return BulkOperation.update(collection, id, body).withRepeat(Repeat.IDEMPOTENT);
    }

    /**
     * Ends this object's use, so that documents note what comes next in the place of what came through it. Only when the
     * outcome of every operation is known.
     */
    public void release() {
        ids.giveBack(lane);
    }

    private long since() {
        Long known = offset;
        if (known == null) {
            known = new ServerClock(cluster).surelyBefore(Duration.ZERO) - millis();
            offset = known;
        }
        return known + millis();
    }

    private long millis() {
        return Duration.ofNanos(cluster.waiter().nanoTime()).toMillis();
    }

    /** Why the update did not fit the stored document, out of the reason of a rejection; empty if it was not that. */
    public static Optional<String> findRefusal(String reason) {
        return UpdateScript.refusal(reason);
    }

    /** Whether a rejection means that the document has forgotten too much to tell whether the update came before. */
    public static boolean isUndecidable(String reason) {
        return UpdateScript.isForgotten(reason);
    }
}
