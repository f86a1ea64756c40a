package dev.leat.elastic.bulk;

/**
 * Is told what became of every operation, exactly once each.
 *
 * <p>Called on the writer's own virtual threads, by several at once for different documents, in the order written for
 * one document; it must be thread-safe. While it runs, its operation still counts as in flight, so a slow listener slows
 * the writers down and a blocked one blocks them. It must not call the writer: that throws
 * {@link IllegalStateException}. Whatever it throws ends the writer with that as the cause.
 */
@FunctionalInterface
public interface OutcomeListener {

    void completed(BulkOperation operation, WriteOutcome outcome);
}
