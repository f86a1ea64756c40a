package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/** What is done for a key. */
public sealed interface Decision {

    /** Both sides are equal, and the ledger knows. */
    record InStep() implements Decision {}

    /** Both sides are equal: the ledger learns it. */
    record Settle(Fingerprint agreed, long time) implements Decision {}

    /**
     * The document becomes what the row is.
     *
     * @param image what both sides look like afterwards
     */
    record ToIndex(
            DocWrite write, Fingerprint image, @Nullable Conflict conflict) implements Decision {}

    /**
     * The row becomes what the document is.
     *
     * @param image what both sides look like afterwards, unless the row is written to at the same time
     */
    record ToTable(
            RowWrite write, Fingerprint image, @Nullable Conflict conflict) implements Decision {}

    /** The sides differ, and the direction of the pair does not allow to change the one that would have to be. */
    record Leave() implements Decision {}

    /** A dead letter. */
    record Refuse(Side side, String reason) implements Decision {}
}
