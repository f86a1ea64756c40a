package dev.leat.connect.mirror;

import dev.leat.connect.Cursor;
import dev.leat.connect.IncrementalSource;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/** One attempt at an incremental run. It keeps no state: a run that did not come to its end begins where it began. */
final class IncrementalRun {

    private final Cluster cluster;
    private final MirrorSettings settings;
    private final IncrementalSource source;
    private final LiveCounts counts;
    private final Progress progress;
    private final long started;

    IncrementalRun(
            Cluster cluster, MirrorSettings settings, IncrementalSource source, LiveCounts counts, Progress progress) {
        this.cluster = cluster;
        this.settings = settings;
        this.source = source;
        this.counts = counts;
        this.progress = progress;
        this.started = cluster.waiter().nanoTime();
    }

    IncrementalReport run(Cursor from) {
        try (JobDirectory directory = JobDirectory.take(settings.jobDirectory())) {
            progress.note("asking the source");
            SourceQuestions.pingAndCheck(source, settings.documents().filter());
            Preparation preparation = Preparation.of(cluster, settings, progress);
            if (settings.mode() == RunMode.WRITE) {
                // What an unfinished full run knows of the index is about to become wrong.
                directory.clear();
            }
            return run(from, directory, preparation);
        } catch (IOException e) {
            throw new UnavailableException(
                    "The job directory " + settings.jobDirectory() + " cannot be used: " + e.getMessage()
                            + "; make room, or choose another one",
                    e);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("Reading changes for index '" + settings.index() + "'", e);
        } finally {
            counts.freeze();
        }
    }

    private IncrementalReport run(Cursor from, JobDirectory directory, Preparation preparation)
            throws InterruptedException {
        MirrorSettings possible = preparation.settings();
        try (MirrorCrew crew = new MirrorCrew(1);
                Workshop workshop = new Workshop(
                        cluster,
                        possible,
                        WriteRecord.none(),
                        directory.deadLetters(),
                        UUID.randomUUID().toString(),
                        crew.signal())) {
            crew.whenStopped(workshop.fetcher()::cancel);
            ChangeTracker tracker = new ChangeTracker(workshop.errors());
            counts.follow(() -> tracker.counts().withDeleted(workshop.writer().deleted()));
            try {
                progress.total(-1);
                progress.note("reading changes");
                ChangeIntake sink = new ChangeIntake(possible, workshop, tracker, progress);
                Cursor reached = crew.read(
                        "cannot say what has changed",
                        () -> source.readChanges(possible.documents().filter(), from, sink));
                workshop.finish(tracker);
                DeadLetterPlace letters = workshop.letters().finish();
                if (possible.mode() == RunMode.WRITE) {
                    new Indices(cluster).refresh(possible.index());
                }
                return new IncrementalReport(
                        possible.index(),
                        reached,
                        counts.snapshot(),
                        letters,
                        workshop.remarks().all(),
                        preparation.notes(),
                        Duration.ofNanos(cluster.waiter().nanoTime() - started));
            } catch (InterruptedException | RuntimeException e) {
                workshop.abandon(e);
                throw e;
            }
        }
    }
}
