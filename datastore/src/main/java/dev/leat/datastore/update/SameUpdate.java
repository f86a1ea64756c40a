package dev.leat.datastore.update;

import dev.leat.datastore.update.UpdateScript.Terms;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.cluster.Repeat;
import java.util.List;

/**
 * One update that many documents get, each at most once however often it is sent: they all note it under the same
 * operation id. Immutable and thread-safe.
 */
public final class SameUpdate {

    private final List<Step> steps;
    private final Terms terms;

    SameUpdate(List<Step> steps, Terms terms) {
        this.steps = steps;
        this.terms = terms;
    }

    /** The operation on one document of one concrete index, which the caller guards by the version that it saw. */
    public BulkOperation operation(String index, String id) {
        return BulkOperation.update(index, id, UpdateScript.body(steps, terms, null))
                .withRepeat(Repeat.IDEMPOTENT);
    }
}
