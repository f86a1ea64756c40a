package dev.leat.cassandra.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The Elasticsearch index of a sync pair. Thread-safe; calls block and may be interrupted. While the cluster cannot be
 * reached or asked, calls throw {@link dev.leat.elastic.UnavailableException}.
 */
public interface IndexSide {

    /** The position before the first change. */
    String BEGINNING = "";

    /**
     * Reads documents in real time: every acknowledged write is seen, refreshed or not.
     *
     * @param keys different keys, some hundreds at most
     * @return an answer for every key
     */
    Map<RowKey, DocState> read(Collection<RowKey> keys);

    /**
     * Writes documents by compare-and-set, in any order.
     *
     * @param writes for different keys
     * @return an outcome for every key
     */
    Map<RowKey, Outcome> write(Collection<DocWrite> writes);

    /** The position after all changes that are complete now. */
    String end();

    /**
     * Hands over the documents that were written after a position, in the order of their sequence numbers and not beyond
     * what is complete: no document that is written later can get a number before the position of the last page.
     * Deletions are not seen. Documents that cannot be mapped are handed over as {@link Fingerprint#UNREADABLE}. A position of another index (deleted and made anew) counts as {@link #BEGINNING}.
     */
    void changes(String from, PageHandler handler);

    /** Hands over the keys of all documents, as of a moment after the call began. */
    void scanKeys(Consumer<List<RowKey>> handler);
}
