package dev.leat.datastore.update;

import dev.leat.datastore.document.DocumentId;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.DocumentType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An update of one document in the making. All its operations are carried out together, in the order given, or none. Not
 * thread-safe.
 */
public final class UpdateBuilder<T> {

    private final DocumentType<T> type;
    private final String id;
    private final Function<UpdateRequest, UpdateOutcome> carrier;
    private final List<UpdateOperation> operations = new ArrayList<>();
    private @Nullable T start;
    private @Nullable VersionToken version;
    private Refresh refresh = Refresh.NONE;

    UpdateBuilder(DocumentType<T> type, String id, Function<UpdateRequest, UpdateOutcome> carrier) {
        this.type = type;
        this.id = DocumentId.require(id);
        this.carrier = carrier;
    }

    /** {@link UpdateOperation#set}. */
    public UpdateBuilder<T> set(String path, @Nullable Object value) {
        return with(UpdateOperation.set(path, value));
    }

    /** {@link UpdateOperation#increment}. */
    public UpdateBuilder<T> increment(String path, Number by) {
        return with(UpdateOperation.increment(path, by));
    }

    /** {@link UpdateOperation#decrement}. */
    public UpdateBuilder<T> decrement(String path, Number by) {
        return with(UpdateOperation.decrement(path, by));
    }

    /** {@link UpdateOperation#max}. */
    public UpdateBuilder<T> max(String path, Object value) {
        return with(UpdateOperation.max(path, value));
    }

    /** {@link UpdateOperation#min}. */
    public UpdateBuilder<T> min(String path, Object value) {
        return with(UpdateOperation.min(path, value));
    }

    /** {@link UpdateOperation#append}. */
    public UpdateBuilder<T> append(String path, Object element) {
        return with(UpdateOperation.append(path, element));
    }

    /** {@link UpdateOperation#appendIfMissing}. */
    public UpdateBuilder<T> appendIfMissing(String path, Object element) {
        return with(UpdateOperation.appendIfMissing(path, element));
    }

    /** {@link UpdateOperation#prepend}. */
    public UpdateBuilder<T> prepend(String path, Object element) {
        return with(UpdateOperation.prepend(path, element));
    }

    /** {@link UpdateOperation#prependIfMissing}. */
    public UpdateBuilder<T> prependIfMissing(String path, Object element) {
        return with(UpdateOperation.prependIfMissing(path, element));
    }

    /** {@link UpdateOperation#remove}. */
    public UpdateBuilder<T> remove(String path, Object element) {
        return with(UpdateOperation.remove(path, element));
    }

    /** {@link UpdateOperation#delete(String)}. */
    public UpdateBuilder<T> delete(String path) {
        return with(UpdateOperation.delete(path));
    }

    /** {@link UpdateOperation#delete(String, String)}. */
    public UpdateBuilder<T> delete(String path, String key) {
        return with(UpdateOperation.delete(path, key));
    }

    /** {@link UpdateOperation#delete(String, int)}. */
    public UpdateBuilder<T> delete(String path, int index) {
        return with(UpdateOperation.delete(path, index));
    }

    /** One more operation, as for a path that no dotted name stands for. */
    public UpdateBuilder<T> with(UpdateOperation operation) {
        operations.add(operation);
        return this;
    }

    /** More operations. */
    public UpdateBuilder<T> with(List<UpdateOperation> more) {
        operations.addAll(more);
        return this;
    }

    /** Where there is no document, one is made: this one, with the operations carried out on it. */
    public UpdateBuilder<T> orCreate(T start) {
        this.start = start;
        return this;
    }

    /** Only if the document still has that version; else {@link #run} ends with a conflict. */
    public UpdateBuilder<T> ifVersion(VersionToken version) {
        this.version = version;
        return this;
    }

    /** When searches are to see it. */
    public UpdateBuilder<T> refresh(Refresh refresh) {
        this.refresh = refresh;
        return this;
    }

    /**
     * Carries it out; blocks.
     *
     * @throws dev.leat.datastore.mapping.InvalidDocumentException when an operation does not fit the class of the
     *     documents; nothing was sent
     * @throws UpdateRefusedException when it does not fit the stored document; nothing was changed
     * @throws dev.leat.datastore.document.ConflictException when the document has another version than was expected
     * @throws dev.leat.datastore.document.OutsideScopeException in a scoped collection, when it would leave the document
     *     outside of the scope; nothing was changed
     * @throws dev.leat.elastic.OutcomeUnknownException when an answer was lost and it cannot be told what became of it
     */
    public UpdateOutcome run() {
        T first = start;
        if (first != null) {
            DocumentId.requireOwn(type, id, first);
        }
        return carrier.apply(new UpdateRequest(
                id,
                OperationCheck.steps(type, operations),
                first == null ? null : type.encode(first),
                version,
                refresh));
    }
}
