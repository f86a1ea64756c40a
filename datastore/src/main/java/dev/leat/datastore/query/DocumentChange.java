package dev.leat.datastore.query;

import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.scan.Hit;
import org.jspecify.annotations.Nullable;

/** What is to be done with a document that a query found. Called by several threads at once. */
@FunctionalInterface
public interface DocumentChange {

    /**
     * The write for a document; null leaves it alone. It must name the hit's own index and id. The condition that the
     * document is still the one that was found is added to it.
     *
     * @param hit with its source, sequence number and primary term; valid during the call
     * @throws dev.leat.elastic.RejectedException when this document cannot be changed; it counts as failed
     */
    @Nullable
    BulkOperation of(Hit hit);
}
