package dev.leat.elastic.bulk;

import java.time.Duration;

/**
 * The account of a writer. Once it has finished, {@code submitted} is the sum of the outcomes {@code created} to
 * {@code unknown}; before, the rest is still under way.
 *
 * @param submitted operations that {@link BulkWriter#write} accepted
 * @param verified found in place after a lost answer
 * @param unchanged updates that changed nothing, and deletes of what was not there
 * @param unsent surely not carried out, because the writer stopped before
 * @param unknown may have been carried out
 * @param retriedOperations how often an operation was sent again, all summed up
 * @param requests bulk requests sent, retries included
 * @param bytes of the bodies of these requests
 * @param duration from the opening of the writer to its end, or to now
 */
public record BulkReport(
        long submitted,
        long created,
        long updated,
        long deleted,
        long verified,
        long unchanged,
        long rejected,
        long unsent,
        long unknown,
        long retriedOperations,
        long requests,
        long bytes,
        Duration duration) {

    /** Operations whose effect is in the index for certain. */
    public long succeeded() {
        return created + updated + deleted + verified + unchanged;
    }

    /** Operations that ended as dead letters: not written, or not for certain. */
    public long failed() {
        return rejected + unsent + unknown;
    }

    /** Operations with an outcome. */
    public long completed() {
        return succeeded() + failed();
    }
}
