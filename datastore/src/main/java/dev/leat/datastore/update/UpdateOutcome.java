package dev.leat.datastore.update;

import dev.leat.datastore.document.VersionToken;

/**
 * What became of an update. A conflict with a given version is no outcome but a {@link
 * dev.leat.datastore.document.ConflictException}.
 */
public sealed interface UpdateOutcome {

    /**
     * The document was changed.
     *
     * @param version the document's after that; when the answer was lost, the one in which the change was found, which
     *     may hold later changes by others as well
     */
    record Updated(VersionToken version) implements UpdateOutcome {}

    /** The document was as the update would have left it; nothing was written. */
    record Unchanged(VersionToken version) implements UpdateOutcome {}

    /** There was no document: the start given with {@code orCreate} was stored, with the operations carried out on it. */
    record Created(VersionToken version) implements UpdateOutcome {}

    /** There is no document; nothing was written. */
    record Missing() implements UpdateOutcome {}
}
