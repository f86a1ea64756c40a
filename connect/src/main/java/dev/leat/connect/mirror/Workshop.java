package dev.leat.connect.mirror;

import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import java.nio.file.Path;

/** What the documents of a run go through: fetching, writing, and the box for those that cannot be written. */
final class Workshop implements AutoCloseable {

    private final Remarks remarks = new Remarks();
    private final StopSignal signal;
    private final ErrorMonitor errors;
    private final DeadLetterBox letters;
    private final DocumentWriter writer;
    private final ContentFetcher fetcher;

    /**
     * Opens everything; nothing is sent yet.
     *
     * @param letterFile where dead letters go that the cluster does not take
     * @param run a name for the run, which goes into its dead letters
     */
    Workshop(
            Cluster cluster,
            MirrorSettings settings,
            WriteRecord record,
            Path letterFile,
            String run,
            StopSignal signal) {
        this.signal = signal;
        ErrorLimits limits = settings.mode() == RunMode.WRITE ? settings.errors() : ErrorLimits.none();
        this.errors = new ErrorMonitor(limits, signal);
        this.letters = new DeadLetterBox(cluster, settings, letterFile, run, signal);
        this.writer = new DocumentWriter(cluster, settings, record, letters, remarks, errors, signal);
        this.fetcher = new ContentFetcher(settings.parallelism().contents());
    }

    Remarks remarks() {
        return remarks;
    }

    StopSignal signal() {
        return signal;
    }

    ErrorMonitor errors() {
        return errors;
    }

    DeadLetterBox letters() {
        return letters;
    }

    DocumentWriter writer() {
        return writer;
    }

    ContentFetcher fetcher() {
        return fetcher;
    }

    /**
     * Blocks until every document has its outcome.
     *
     * @throws dev.leat.elastic.LeatException when the run was stopped, so that one of them has none
     */
    void finish(ChangeTracker tracker) throws InterruptedException {
        tracker.awaitOutcomes();
        writer.flush();
        if (tracker.isBroken()) {
            throw signal.stop(new UnavailableException("A document has no outcome; run it again", null));
        }
    }

    /** Gives up what has not been sent, because the run ends with that exception. */
    void abandon(Exception reason) {
        fetcher.cancel();
        if (reason instanceof TooManyErrorsException) {
            // The cluster is there, and somebody is going to read why.
            fetcher.close();
            writer.cancel();
            writer.close();
            letters.finish();
        } else {
            letters.cancel();
            writer.cancel();
        }
    }

    /** Waits for what is under way: after this, every outcome that will ever come has come. */
    @Override
    public void close() {
        fetcher.close();
        writer.close();
        letters.close();
    }
}
