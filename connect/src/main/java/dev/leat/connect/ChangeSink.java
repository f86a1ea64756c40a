package dev.leat.connect;

/**
 * Where a source puts what has changed. Given by the engine, one for each call of {@link IncrementalSource#readChanges}.
 *
 * <p><b>Threads.</b> Used by one thread at a time; a source that reads with several threads takes turns.
 *
 * <p><b>Order.</b> Of several changes of one document, the last one stays.
 *
 * <p><b>Errors.</b> When writing has failed for good, or the run is cancelled, the methods throw; let it pass.
 */
public interface ChangeSink {

    /**
     * Takes a document that is new or has changed. Returns before it is written; blocks while too much waits.
     *
     * @throws InterruptedException when the run is cancelled
     */
    void put(Scope scope, SourceDocument document) throws InterruptedException;

    /**
     * Takes the id of a document that is gone, or is not wanted any more. It may never have been put. Returns before it is
     * deleted; blocks while too much waits.
     *
     * @throws InterruptedException when the run is cancelled
     */
    void delete(Scope scope, String id) throws InterruptedException;

    /**
     * Counts a document that has changed and cannot be read. An indexed copy of it stays as it is; the reason becomes a
     * dead letter. The position of the source moves on all the same; the next full sync meets the document again.
     *
     * @throws InterruptedException when the run is cancelled
     */
    void failed(Scope scope, String id, Exception reason) throws InterruptedException;
}
