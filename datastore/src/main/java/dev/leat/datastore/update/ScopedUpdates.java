package dev.leat.datastore.update;

import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.ScopedWriter;
import dev.leat.datastore.document.StoredTree;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.update.UpdateOutcome.Created;
import dev.leat.datastore.update.UpdateOutcome.Missing;
import dev.leat.datastore.update.UpdateOutcome.Unchanged;
import dev.leat.elastic.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Updates for a view that holds a part of a collection. The document is read and judged; what the update will make of it
 * is worked out here, by the rules that the script follows, and judged too; then the script carries it out on condition
 * that the document is still the version that was judged. So it is as exact when answers are lost as any update under a
 * version. Thread-safe; blocks.
 */
public final class ScopedUpdates<T> {

    private final Updates<T> updates;
    private final ScopedWriter writer;

    public ScopedUpdates(Updates<T> updates, ScopedWriter writer) {
        this.updates = updates;
        this.writer = writer;
    }

    /** An update of one document, as {@link Updates#update}; a document outside of the scope is missing. */
    public UpdateBuilder<T> update(String id) {
        return new UpdateBuilder<>(updates.type(), id, this::run);
    }

    /**
     * Carries a change out, as {@link UpdateBuilder#run} does.
     *
     * @throws dev.leat.datastore.document.OutsideScopeException when it would leave a document outside of the scope
     */
    public UpdateOutcome run(String id, BulkUpdates.Change change) {
        return run(new UpdateRequest(id, change.steps(), change.start(), null, Refresh.NONE));
    }

    private UpdateOutcome run(UpdateRequest update) {
        return update.version() == null ? writer.untilSettled(update.id(), () -> attempt(update)) : attempt(update);
    }

    private UpdateOutcome attempt(UpdateRequest update) {
        Optional<StoredTree> found = writer.find(update.id());
        VersionToken version = update.version();
        if (version != null) {
            writer.requireVersion(update.id(), found.orElse(null), version);
        }
        if (found.isPresent()) {
            return change(update, found.get());
        }
        byte[] start = update.start();
        return start == null ? new Missing() : create(update, start);
    }

    private UpdateOutcome change(UpdateRequest update, StoredTree found) {
        ObjectNode after = foresee(update.id(), found.source(), update.steps());
        if (after == null) {
            return new Unchanged(found.version());
        }
        writer.requireInside(update.id(), after);
        return updates.run(new UpdateRequest(update.id(), update.steps(), null, found.version(), update.refresh()));
    }

    private UpdateOutcome create(UpdateRequest update, byte[] start) {
        ObjectNode document = (ObjectNode) Json.MAPPER.readTree(start);
        ObjectNode changed = foresee(update.id(), document, update.steps());
        byte[] source = Json.MAPPER.writeValueAsBytes(changed == null ? document : changed);
        return new Created(writer.create(update.id(), source, update.refresh()));
    }

    private @Nullable ObjectNode foresee(String id, ObjectNode source, List<Step> steps) {
        try {
            return Foresight.after(source, steps);
        } catch (UpdateRefusedException e) {
            throw updates.refused(id, e.getMessage());
        }
    }
}
