package dev.leat.local;

/**
 * Hears how a start goes on. It is called often, from one thread at a time but not always the same one; it must return
 * quickly and not throw.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Called with the latest state; states may be skipped. */
    void onProgress(StartProgress progress);

    /** A listener that does nothing. */
    static ProgressListener silent() {
        return progress -> {};
    }
}
