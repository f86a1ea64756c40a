package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/** How a single write ended. */
public sealed interface Outcome {

    /**
     * It was applied and acknowledged.
     *
     * @param version the new version of a document or a ledger entry; null for a row
     */
    record Written(@Nullable Version version) implements Outcome {}

    /** Nothing was applied: another writer was there first. */
    record Conflict() implements Outcome {}

    /** Nothing was applied, and never will be. */
    record Rejected(String reason) implements Outcome {}

    /** The answer was lost: it may have been applied, or may be applied later. */
    record Unknown() implements Outcome {}
}
