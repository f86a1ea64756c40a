package dev.leat.connect;

/**
 * Where a source puts the documents of one scope. Given by the engine, one for each call of {@link DataSource#read}.
 *
 * <p><b>Threads.</b> Used by one thread at a time; a source that reads with several threads takes turns.
 *
 * <p><b>Errors.</b> When writing has failed for good, or the run is cancelled, the methods throw; let it pass.
 */
public interface DocumentSink {

    /**
     * Takes a document. Returns before it is written; blocks while too much is waiting to be written.
     *
     * @throws InterruptedException when the run is cancelled
     */
    void put(SourceDocument document) throws InterruptedException;

    /**
     * Says that reading can go on from here. It becomes durable once every document put before it has been written or
     * has been rejected for good, so a run that is killed repeats at most what came after.
     */
    void checkpoint(Checkpoint checkpoint);

    /**
     * Counts a document that the source leaves out on purpose (too big, of a kind that is not wanted). It does not
     * belong to the mirror: a copy from an earlier run is deleted like that of a document that is gone.
     */
    void skip(String id, String reason);

    /**
     * Counts a document that is there but cannot be read. An indexed copy of it stays as it is; the reason becomes a
     * dead letter. For a part of the listing that cannot be read, throw out of {@link DataSource#read} instead: without
     * the ids, the copies of those documents would be deleted.
     */
    void failed(String id, Exception reason);
}
