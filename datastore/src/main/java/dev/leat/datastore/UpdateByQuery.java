package dev.leat.datastore;

import dev.leat.datastore.document.ScopedWriter;
import dev.leat.datastore.query.ByQueryReport;
import dev.leat.datastore.query.DocumentChange;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.datastore.update.SameUpdate;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.Updates;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Repeat;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One update of every document that a search finds. Each is updated once at most, and only while it matches: one that was
 * changed meanwhile is looked at again. A document whose answer was lost counts as unchanged in the report, or as skipped
 * if it no longer matches.
 */
final class UpdateByQuery {

    private UpdateByQuery() {}

    static <T> ByQueryReport run(Updates<T> updates, SearchBuilder<T> search, List<UpdateOperation> operations) {
        SameUpdate update = updates.same(operations);
        return run(update, search, hit -> update.operation(hit.index(), hit.id()));
    }

    /**
     * The same for a part of a collection: a document that the update would put outside of it is refused.
     *
     * @param search without a scope of its own, for what lies inside
     */
    static <T> ByQueryReport runScoped(
            Updates<T> updates, ScopedWriter scope, SearchBuilder<T> search, List<UpdateOperation> operations) {
        SameUpdate update = updates.same(operations);
        return run(update, search, hit -> {
            ObjectNode source =
                    (ObjectNode) Json.MAPPER.readTree(hit.sourceBuffer(), hit.sourceOffset(), hit.sourceLength());
            scope.requireInside(hit.id(), update.foresee(source));
            return update.operation(hit.index(), hit.id());
        });
    }

    private static <T> ByQueryReport run(SameUpdate update, SearchBuilder<T> search, DocumentChange change) {
        ByQueryReport report = search.changeByQuery(Repeat.IDEMPOTENT, change);
        if (report.isComplete()) {
            update.release();
        }
        return report;
    }
}
