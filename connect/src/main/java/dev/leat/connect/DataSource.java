package dev.leat.connect;

import java.util.List;

/**
 * A third-party system that can be listed: where documents come from.
 *
 * <p><b>Lifecycle.</b> {@code ping}, {@code changed} and {@code scopes} come before any {@code read}; {@link #close()}
 * comes last, exactly once, after every {@code read} has returned.
 *
 * <p><b>Abilities.</b> A source that can do more implements {@link AdvancedRules}, {@link IncrementalSource} or {@link
 * AccessControlledSource} as well, and its provider declares it: see {@link DataSourceProvider#features()}.
 *
 * <p><b>Threads.</b> All calls block, on virtual threads. {@link #read} is called for several scopes at the same time,
 * each from a thread of its own, once per scope and run; what these calls share must be thread-safe.
 *
 * <p><b>Cancelling.</b> The engine interrupts the thread. A source lets {@link InterruptedException} pass, or whatever
 * its blocking calls turn an interrupt into; it never goes on with the listing.
 *
 * <p><b>Errors.</b> A source never swallows a listing error: what {@code read} did not see is deleted from the index
 * when the call returns normally. When a part of a scope cannot be listed, go on with the rest if that makes sense, and
 * throw at the end. An exception out of {@code read} fails that scope only: nothing of it is deleted, what was put
 * stays written, and the next run reads it from the beginning. (It is a run that was killed or cancelled that goes on
 * from checkpoints.) The message of an exception is shown to the user as
 * it is: say what, which and what to do; never a secret.
 */
public interface DataSource extends AutoCloseable {

    /** Finds out whether the system answers and lets us in. Blocks; throws with the reason when it does not. */
    void ping() throws Exception;

    /** Whether anything may have changed since the last run; a cheap check. {@code true} when that is not known. */
    default boolean changed() throws Exception {
        return true;
    }

    /**
     * Lists the parts that can be read, completed, failed and resumed on their own (a table, a bucket, a space): at
     * least one, with distinct names. Must be complete: documents of a scope that is no longer listed are deleted when
     * all listed scopes complete.
     *
     * @param filter what is wanted; the source keeps what it needs of it for {@link #read}. Empty unless the source
     *     implements {@link AdvancedRules}, so a source that does not need not look
     */
    List<Scope> scopes(Filter filter) throws Exception;

    /**
     * Reads all documents of a scope into the sink and returns when there is no more.
     *
     * <p>A source that can go on in the middle calls {@link DocumentSink#checkpoint} every now and then (each page is
     * not too often). With {@code from} other than {@link Checkpoint#start()}, it starts behind that checkpoint:
     * documents that were put before it need not, and should not, be put again. A source that cannot go on in the
     * middle never calls {@code checkpoint} and is always called with {@code Checkpoint.start()}.
     *
     * @param from a checkpoint that this source passed to the sink of the same scope in an earlier, unfinished run
     *     with the same configuration and filter, or {@link Checkpoint#start()}
     * @throws Exception when the listing is not complete
     */
    void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception;

    /** Frees what the source holds. Never throws for trouble on the way; may be interrupted. */
    @Override
    void close();
}
