package dev.leat.connect.mirror;

/**
 * What became of the documents that a source listed; cumulative over all attempts of a run.
 *
 * @param read documents that the source put, failed documents and skipped ones included
 * @param filtered not wanted by the rules
 * @param created written and not in the index before
 * @param updated written over an older copy
 * @param unchanged not written, because the index has them like this already
 * @param deleted removed from the index
 * @param skipped left out by the source on purpose, or too large
 * @param rejected refused by Elasticsearch, or impossible to write at all; each is a dead letter
 * @param failed not readable at the source; each is a dead letter, and an indexed copy stays
 * @param duplicates the same id once more; the first, or the one that the index has, stays
 * @param bytes of JSON that were written
 */
public record Counts(
        long read,
        long filtered,
        long created,
        long updated,
        long unchanged,
        long deleted,
        long skipped,
        long rejected,
        long failed,
        long duplicates,
        long bytes) {

    private static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public static Counts none() {
        return NONE;
    }

    public Counts plus(Counts other) {
        return new Counts(
                read + other.read,
                filtered + other.filtered,
                created + other.created,
                updated + other.updated,
                unchanged + other.unchanged,
                deleted + other.deleted,
                skipped + other.skipped,
                rejected + other.rejected,
                failed + other.failed,
                duplicates + other.duplicates,
                bytes + other.bytes);
    }

    /** These counts with another number of deletes. */
    public Counts withDeleted(long deletes) {
        return new Counts(
                read, filtered, created, updated, unchanged, deletes, skipped, rejected, failed, duplicates, bytes);
    }

    /** How many documents were written. */
    public long written() {
        return created + updated;
    }

    /** How many documents have become dead letters. */
    public long deadLetters() {
        return rejected + failed;
    }
}
