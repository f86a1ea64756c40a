package dev.leat.elastic.bulk;

import dev.leat.elastic.cluster.Repeat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One write to one document. The id is always the caller's: with ids of Elasticsearch's making a lost answer could not
 * be told from a lost request, and documents would appear twice.
 *
 * @param index an index or an alias with a write index. Order is kept per (index, id) as given here: an index and its
 *     alias count as two
 * @param id at most 512 bytes of UTF-8; a longer or empty one is {@link WriteOutcome.Rejected}
 * @param source JSON; for {@link Action#UPDATE} the whole body ({@code {"doc":…}} or {@code {"script":…}}), null exactly
 *     for {@link Action#DELETE}. Sent as it is, not copied: it must not change before the outcome is known
 * @param guard an update takes none or {@link Guard.IfSeqNo}, a create none
 * @param repeat whether an unguarded scripted update may be carried out twice, when its first answer was lost:
 *     {@link Repeat#IDEMPOTENT} yes, {@link Repeat#ONCE} (the default) no, its outcome is then
 *     {@link WriteOutcome.Unknown}. No meaning for anything else
 * @param attachment whatever the caller wants to find again in the {@link OutcomeListener}
 */
@SuppressWarnings("ArrayRecordComponent") // the source goes through untouched; operations are never compared
public record BulkOperation(
        Action action,
        String index,
        String id,
        @Nullable String routing,
        byte @Nullable [] source,
        Guard guard,
        Repeat repeat,
        @Nullable Object attachment) {

    public BulkOperation {
        if ((source == null) != (action == Action.DELETE)) {
            throw new IllegalArgumentException(
                    action == Action.DELETE ? "a delete has no source" : action.word() + " needs a source");
        }
        if (index.isEmpty()) {
            throw new IllegalArgumentException("an operation names its index");
        }
        boolean external = guard instanceof Guard.ExternalVersion || guard instanceof Guard.ExternalVersionOrEqual;
        if ((action == Action.CREATE && !(guard instanceof Guard.None)) || (action == Action.UPDATE && external)) {
            throw new IllegalArgumentException(action.word() + " does not take the guard "
                    + guard.getClass().getSimpleName());
        }
        if (repeat == Repeat.READ) {
            throw new IllegalArgumentException("a write is IDEMPOTENT or ONCE, not READ");
        }
    }

    /** Stores a document, replacing the one of that id. */
    public static BulkOperation index(String index, String id, byte[] source) {
        return of(Action.INDEX, index, id, Objects.requireNonNull(source));
    }

    /** Stores a document if there is none of that id; else the outcome is a 409. */
    public static BulkOperation create(String index, String id, byte[] source) {
        return of(Action.CREATE, index, id, Objects.requireNonNull(source));
    }

    /** Changes a document by the body of an update request. */
    public static BulkOperation update(String index, String id, byte[] body) {
        return of(Action.UPDATE, index, id, Objects.requireNonNull(body));
    }

    /** Removes a document. */
    public static BulkOperation delete(String index, String id) {
        return of(Action.DELETE, index, id, null);
    }

    private static BulkOperation of(Action action, String index, String id, byte @Nullable [] source) {
        return new BulkOperation(action, index, id, null, source, Guard.none(), Repeat.ONCE, null);
    }

    public BulkOperation withRouting(@Nullable String routing) {
        return new BulkOperation(action, index, id, routing, source, guard, repeat, attachment);
    }

    public BulkOperation withGuard(Guard guard) {
        return new BulkOperation(action, index, id, routing, source, guard, repeat, attachment);
    }

    public BulkOperation withRepeat(Repeat repeat) {
        return new BulkOperation(action, index, id, routing, source, guard, repeat, attachment);
    }

    public BulkOperation withAttachment(@Nullable Object attachment) {
        return new BulkOperation(action, index, id, routing, source, guard, repeat, attachment);
    }

    /** What it does to which document; never the source. */
    @Override
    public String toString() {
        return action.word() + " " + index + "/" + id;
    }
}
