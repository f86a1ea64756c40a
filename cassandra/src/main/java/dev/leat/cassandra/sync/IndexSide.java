package dev.leat.cassandra.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * A position as it stands in the index as it is now: itself, unless another index has taken its place, or data of it
     * was given up since; then, and of {@link #BEGINNING}, the one before the first change. From here on, that other index
     * is the one that all calls mean.
     */
    String rebased(String position);

    /**
     * What has been done since a position, by anybody.
     *
     * @param operations writes and deletes, and what else took a sequence number
     * @param end the position after them
     */
    record Growth(long operations, String end) {}

    /** What has been done since a position; empty while something is under way, and where another history has begun. */
    Optional<Growth> growth(String from);

    /**
     * Hands over the documents that were written after a position, in the order of their sequence numbers and not beyond
     * what is complete: no document that is written later can get a number before the position of the last page.
     * Deletions are not seen. Each document is handed over as a read by its key would have given it at that time.
     *
     * @throws dev.leat.elastic.UnavailableException if that is no position of the index as it is now: see {@link #rebased}
     */
    void changes(String from, PageHandler handler);

    /** Hands over the keys of all documents, as of a moment after the call began. */
    void scanKeys(Consumer<List<RowKey>> handler);
}
