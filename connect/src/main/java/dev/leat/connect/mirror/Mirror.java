package dev.leat.connect.mirror;

import dev.leat.connect.DataSource;
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
     * @throws dev.leat.connect.SourceException when the source does not answer, or does not list its scopes
     */
    public static MirrorReport run(Cluster cluster, MirrorSettings settings, DataSource source, Progress progress) {
        return new MirrorRun(cluster, settings, source, progress).run();
    }
}
