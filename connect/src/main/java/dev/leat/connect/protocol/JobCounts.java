package dev.leat.connect.protocol;

/**
 * What a sync job has done so far, as its document tells it.
 *
 * @param indexed documents created and updated
 * @param deleted documents deleted
 * @param bytes of the documents that were written; the document has it in MiB, rounded
 */
public record JobCounts(long indexed, long deleted, long bytes) {

    private static final long MIB = 1024 * 1024;

    /** Nothing yet. */
    public static JobCounts none() {
        return new JobCounts(0, 0, 0);
    }

    /** What a job's document says, as where a resumed run goes on counting. */
    public static JobCounts of(SyncJob job) {
        return new JobCounts(job.indexedDocumentCount(), job.deletedDocumentCount(), job.indexedDocumentVolume() * MIB);
    }

    /** Both together. */
    public JobCounts plus(JobCounts other) {
        return new JobCounts(indexed + other.indexed, deleted + other.deleted, bytes + other.bytes);
    }

    /** The fields are of 32 bits: a larger count would be refused, and with it the job's sign of life. */
    static long storable(long count) {
        return Math.min(count, Integer.MAX_VALUE);
    }

    long volume() {
        return storable(Math.round((double) bytes / MIB));
    }
}
