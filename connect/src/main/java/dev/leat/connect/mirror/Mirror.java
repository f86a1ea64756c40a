package dev.leat.connect.mirror;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.Cursor;
import dev.leat.connect.DataSource;
import dev.leat.connect.IncrementalSource;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;

/** Brings an index in line with a source. */
public final class Mirror {

    private Mirror() {}

    /**
     * Does one full sync: writes what is new or has changed, deletes what is gone, and leaves the rest alone. Blocks
     * until it is done. The source is pinged first and not closed.
     *
     * <p><b>Ends early</b> only with an exception: the cluster stays away, the disk is full, the thread is interrupted.
     * Then, as after a {@code kill -9}, the job directory holds what is needed to go on, and the next call with the same
     * settings does. A scope that cannot be listed does not end the run: it is in the report, and nothing of it is
     * deleted.
     *
     * @throws dev.leat.elastic.CancelledException when the thread was interrupted
     * @throws dev.leat.elastic.ConfigException when the index cannot be mirrored into
     * @throws dev.leat.elastic.RejectedException when the job runs already, or a privilege is missing
     * @throws dev.leat.elastic.UnavailableException when the cluster stayed away beyond the retry policy, or the job
     *     directory cannot be written
     * @throws TooManyErrorsException when more documents failed than the settings allow; the next call goes on after them
     * @throws dev.leat.connect.SourceException when the source does not answer, or does not list its scopes
     */
    public static MirrorReport run(Cluster cluster, MirrorSettings settings, DataSource source, Progress progress) {
        return run(cluster, settings, source, new LiveCounts(), progress);
    }

    /** The same, watched by somebody: see {@link LiveCounts}. */
    public static MirrorReport run(
            Cluster cluster, MirrorSettings settings, DataSource source, LiveCounts counts, Progress progress) {
        return new MirrorRun(cluster, settings, source, counts, progress).run();
    }

    /**
     * Applies what has changed since a position, and says from where the next call goes on. Blocks until it is done. The
     * source is pinged first and not closed. Documents become what {@link #run} makes of them, hashes included, so a full
     * sync afterwards finds them unchanged. What the source reports as deleted is deleted, without regard to {@code
     * max_delete_ratio}; what the rules do not admit is deleted as well. Nothing else is.
     *
     * <p><b>Ends early</b> only with an exception, and then begins again at the same position: every change is such that
     * applying it twice does no harm. An unfinished full sync of the same job directory is not continued afterwards.
     *
     * @throws dev.leat.connect.CursorLostException when the source does not reach back to the position; a full sync is
     *     needed
     * @throws dev.leat.elastic.LeatException as {@link #run}
     */
    public static IncrementalReport runIncremental(
            Cluster cluster,
            MirrorSettings settings,
            IncrementalSource source,
            Cursor from,
            LiveCounts counts,
            Progress progress) {
        return new IncrementalRun(cluster, settings, source, counts, progress).run(from);
    }

    /**
     * Brings the index {@code .search-acl-filter-INDEX}, which is created when it is absent, in line with the identities
     * of a source: one document each, with a query that finds what this identity may see. Blocks until it is done. The
     * source is pinged first and not closed. Identities that are gone are removed, within {@code max_delete_ratio}, and
     * only if the source has listed all of them.
     *
     * <p><b>Ends early</b> only with an exception; what was written stays, and the next call does the rest.
     *
     * @param settings for the index of the documents, not that of the identities
     * @throws dev.leat.elastic.LeatException as {@link #run}
     */
    public static AccessControlReport runAccessControl(
            Cluster cluster,
            MirrorSettings settings,
            AccessControlledSource source,
            LiveCounts counts,
            Progress progress) {
        return new AccessControlRun(cluster, settings, source, counts, progress).run();
    }
}
