package dev.leat.datastore.update;

import dev.leat.datastore.update.UpdateScript.Terms;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One update that many documents get, each at most once however often it is sent: they all note it under the same
 * operation id. Thread-safe.
 */
public final class SameUpdate {

    private final List<Step> steps;
    private final OperationIds ids;
    private final OperationIds.@Nullable Lane lane;
    private final Terms terms;

    SameUpdate(Cluster cluster, OperationIds ids, List<Step> steps) {
        this.steps = steps;
        this.ids = ids;
        this.lane = Step.areRepeatable(steps) ? null : ids.take();
        this.terms = lane == null
                ? Terms.NONE
                : new Terms(lane.next(), new ServerClock(cluster).surelyBefore(Duration.ZERO), null);
    }

    /** The operation on one document of one concrete index, which the caller guards by the version that it saw. */
    public BulkOperation operation(String index, String id) {
        return BulkOperation.update(index, id, UpdateScript.body(steps, terms, null))
                .withRepeat(Repeat.IDEMPOTENT);
    }

    /**
     * What a document will be after the operation: itself when it notes it already, or has forgotten too much to be given
     * it, or is not changed by it.
     *
     * @throws UpdateRefusedException when the document does not allow the operation
     */
    public ObjectNode foresee(ObjectNode source) {
        OperationId id = terms.id();
        Long since = terms.since();
        if (id != null
                && since != null
                && OperationNotes.of(source).find(id, () -> since) != OperationNotes.Finding.NOT_CARRIED_OUT) {
            return source;
        }
        ObjectNode after = Foresight.after(source, steps);
        return after == null ? source : after;
    }

    /** Ends its use; only when the outcome of every operation is known. */
    public void release() {
        if (lane != null) {
            ids.giveBack(lane);
        }
    }
}
