package dev.leat.elastic.scan;

import dev.leat.elastic.RejectedException;
import java.util.Set;

/**
 * One shard that a scan reads.
 *
 * @param index the concrete index
 * @param aliases the filtered aliases through which it was found, with commas between; empty when all of the index is
 *     wanted
 * @param window the most documents that the index answers in one page
 * @param averageBytes of a document as stored; 0 when not known
 */
record ScanTarget(String index, int shard, Set<String> aliases, int window, long averageBytes) {

    ScanTarget {
        aliases = Set.copyOf(aliases);
    }

    ScanShard id() {
        return new ScanShard(index, shard);
    }

    String where() {
        return "shard " + shard + " of index '" + index + "'";
    }

    /** What reading the source of an index without one comes to. */
    static RejectedException withoutSource(String index) {
        return new RejectedException(
                200,
                "source_missing",
                "index '" + index + "' does not store _source; ask for doc values and no source");
    }
}
