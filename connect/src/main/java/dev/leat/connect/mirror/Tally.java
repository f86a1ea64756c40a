package dev.leat.connect.mirror;

/** Counts while they grow. Not thread-safe. */
final class Tally {

    /** What can become of a document. */
    enum Fate {
        FILTERED,
        CREATED,
        UPDATED,
        UNCHANGED,
        SKIPPED,
        REJECTED,
        FAILED,
        DUPLICATE,
        /** Put aside; it is counted once more when it is decided. */
        DEFERRED
    }

    private long read;
    private long filtered;
    private long created;
    private long updated;
    private long unchanged;
    private long skipped;
    private long rejected;
    private long failed;
    private long duplicates;
    private long bytes;

    void read() {
        read++;
    }

    void add(Fate fate, long written) {
        bytes += written;
        switch (fate) {
            case FILTERED -> filtered++;
            case CREATED -> created++;
            case UPDATED -> updated++;
            case UNCHANGED -> unchanged++;
            case SKIPPED -> skipped++;
            case REJECTED -> rejected++;
            case FAILED -> failed++;
            case DUPLICATE -> duplicates++;
            case DEFERRED -> {}
        }
    }

    Counts counts() {
        return new Counts(read, filtered, created, updated, unchanged, 0, skipped, rejected, failed, duplicates, bytes);
    }
}
