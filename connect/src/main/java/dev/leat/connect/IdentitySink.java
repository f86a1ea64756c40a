package dev.leat.connect;

/**
 * Where a source puts its identities. Given by the engine; used by one thread at a time.
 *
 * <p><b>Errors.</b> When writing has failed for good, or the run is cancelled, the method throws; let it pass.
 */
@FunctionalInterface
public interface IdentitySink {

    /**
     * Takes an identity; of two with the same id, the first one stays. Returns before it is written; blocks while too
     * much waits.
     *
     * @throws InterruptedException when the run is cancelled
     */
    void put(Identity identity) throws InterruptedException;
}
