package dev.leat.datastore;

import dev.leat.datastore.query.ByQueryReport;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.datastore.update.SameUpdate;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.Updates;
import dev.leat.elastic.cluster.Repeat;
import java.util.List;

/**
 * One update of every document that a search finds. Each is updated once at most, and only while it matches: one that was
 * changed meanwhile is looked at again. A document whose answer was lost counts as unchanged in the report, or as skipped
 * if it no longer matches.
 */
final class UpdateByQuery {

    private UpdateByQuery() {}

    static <T> ByQueryReport run(Updates<T> updates, SearchBuilder<T> search, List<UpdateOperation> operations) {
        SameUpdate update = updates.same(operations);
        ByQueryReport report = search.changeByQuery(Repeat.IDEMPOTENT, hit -> update.operation(hit.index(), hit.id()));
        if (report.isComplete()) {
            update.release();
        }
        return report;
    }
}
