package dev.leat.connect.mirror;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.Identity;
import dev.leat.connect.IdentitySink;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** One attempt at an access-control run. It keeps no state: it is quick, and beginning anew does no harm. */
final class AccessControlRun {

    /** Stands for the scope in remarks and dead letters. */
    private static final String SCOPE = "identities";

    private final Cluster cluster;
    private final MirrorSettings settings;
    private final AccessControlledSource source;
    private final LiveCounts counts;
    private final Progress progress;
    private final long started;

    AccessControlRun(
            Cluster cluster,
            MirrorSettings settings,
            AccessControlledSource source,
            LiveCounts counts,
            Progress progress) {
        this.cluster = cluster;
        this.settings = settings.forIdentities();
        this.source = source;
        this.counts = counts;
        this.progress = progress;
        this.started = cluster.waiter().nanoTime();
    }

    AccessControlReport run() {
        try (JobDirectory directory = JobDirectory.take(settings.jobDirectory())) {
            progress.note("asking the source");
            SourceQuestions.pingAndCheck(source, settings.documents().filter());
            if (settings.mode() == RunMode.WRITE) {
                IdentityIndex.create(cluster, settings.index());
            }
            return run(directory);
        } catch (IOException e) {
            throw new UnavailableException(
                    "The job directory " + settings.jobDirectory() + " cannot be used: " + e.getMessage()
                            + "; make room, or choose another one",
                    e);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("Reading identities for index '" + settings.index() + "'", e);
        } finally {
            counts.freeze();
        }
    }

    private AccessControlReport run(JobDirectory directory) throws InterruptedException {
        try (MirrorCrew crew = new MirrorCrew(1);
                Workshop workshop = new Workshop(
                        cluster,
                        settings,
                        WriteRecord.none(),
                        directory.deadLetters(),
                        UUID.randomUUID().toString(),
                        crew.signal())) {
            ChangeTracker tracker = new ChangeTracker(workshop.errors());
            counts.follow(() -> tracker.counts().withDeleted(workshop.writer().deleted()));
            try {
                return sync(crew, workshop, tracker);
            } catch (InterruptedException | RuntimeException e) {
                workshop.abandon(e);
                throw e;
            }
        }
    }

    private AccessControlReport sync(MirrorCrew crew, Workshop workshop, ChangeTracker tracker)
            throws InterruptedException {
        progress.total(-1);
        progress.note("reading identities");
        boolean there = new Indices(cluster).exists(settings.index());
        Intake intake = new Intake(
                workshop, tracker, there ? IdentityIndex.load(cluster, settings.index()) : new ConcurrentHashMap<>());
        crew.read("cannot list its identities", () -> {
            source.readIdentities(intake);
            return true;
        });
        workshop.finish(tracker);
        DeleteOutcome deletes = intake.removeOthers();
        DeadLetterPlace letters = workshop.letters().finish();
        if (settings.mode() == RunMode.WRITE) {
            new Indices(cluster).refresh(settings.index());
        }
        return new AccessControlReport(
                settings.index(),
                counts.snapshot(),
                deletes,
                letters,
                workshop.remarks().all(),
                Duration.ofNanos(cluster.waiter().nanoTime() - started));
    }

    /** Takes the identities and writes those that are new or have changed. */
    private final class Intake implements IdentitySink {

        private final Workshop workshop;
        private final ChangeTracker tracker;
        private final ConcurrentMap<String, IdentityIndex.Stored> stored;
        private final long present;
        private final Set<String> seen = new HashSet<>();

        Intake(Workshop workshop, ChangeTracker tracker, ConcurrentMap<String, IdentityIndex.Stored> stored) {
            this.workshop = workshop;
            this.tracker = tracker;
            this.stored = stored;
            this.present = stored.size();
        }

        @Override
        public void put(Identity identity) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("Reading identities was interrupted");
            }
            workshop.signal().throwIfStopped();
            progress.advance(1);
            String id = DocumentKeys.storableId(identity.id());
            if (!seen.add(id)) {
                workshop.remarks()
                        .add(Remark.Kind.DUPLICATE, SCOPE, id, "the identity was listed before; the first one stays");
                tracker.count(Tally.Fate.DUPLICATE);
                return;
            }
            Map<String, @Nullable Object> content = IdentityIndex.content(identity);
            Hash128 hash = IdentityIndex.hash(content);
            IdentityIndex.Stored before = stored.remove(id);
            if (before != null && before.content().equals(hash)) {
                tracker.count(Tally.Fate.UNCHANGED);
                return;
            }
            String createdAt =
                    before == null || before.createdAt() == null ? Instant.now().toString() : before.createdAt();
            Tally.Fate fate = before == null ? Tally.Fate.CREATED : Tally.Fate.UPDATED;
            workshop.writer()
                    .write(
                            id,
                            IdentityIndex.document(content, createdAt),
                            new Ticket.Write(SCOPE, hash, hash, fate, tracker.begin(id)));
        }

        DeleteOutcome removeOthers() {
            long gone = stored.size();
            MirrorSettings.Deletes limits = settings.deletes();
            if (!new DeleteGuard(limits.maxRatio(), limits.consent()).allows(new Ledger.Balance(present, gone))) {
                return new DeleteOutcome.Withheld(gone, present, limits.maxRatio());
            }
            for (String id : stored.keySet()) {
                workshop.writer().remove(SCOPE, BulkOperation.delete(settings.index(), id));
            }
            if (settings.mode() == RunMode.DRY_RUN) {
                return new DeleteOutcome.Planned(gone);
            }
            workshop.writer().flush();
            return new DeleteOutcome.Deleted(workshop.writer().deleted(), 0);
        }
    }
}
