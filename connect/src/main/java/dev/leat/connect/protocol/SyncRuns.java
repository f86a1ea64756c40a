package dev.leat.connect.protocol;

import dev.leat.datastore.document.MissingException;
import dev.leat.elastic.LeatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The beginning and the end of sync jobs, each of which concerns two documents: that of the job and that of its connector.
 * No write covers both, so that a process may die between; the order and the conditions of the writes see to it that
 * nothing is lost or done twice by it:
 *
 * <ul>
 *   <li><b>A run that is due</b> has its job first, under an id made of the connector, the type and the time that it was
 *       due, and then the note in the connector. Whoever comes again, or at the same time, finds the job and only
 *       completes the note.
 *   <li><b>Whoever begins</b> claims the job first, on the condition that it still waits, and then takes the connector, on
 *       the condition that no job holds it that runs. The connector says which job that is. If it is held, the job is given
 *       back.
 *   <li><b>Whoever ends</b> writes the job first and then the connector, unless another job holds it by then, or
 *       has held it since. A connector that is held by a job that does not run is free.
 * </ul>
 *
 * <p>Other services of the protocol take the connector first and do not say for which job: such a connector counts as held
 * until they are done, or until no job of it has been running for as long as it takes to find a job dead. Thread-safe; calls
 * block.
 */
public final class SyncRuns {

    /** How long a job may be silent before its worker counts as dead, as the protocol has it. */
    public static final Duration SILENCE = Duration.ofMinutes(5);

    private final Connectors connectors;
    private final SyncJobs jobs;
    private final InstantSource clock;
    private final Duration silence;
    private final Holds holds;

    public SyncRuns(Connectors connectors, SyncJobs jobs, InstantSource clock) {
        this(connectors, jobs, clock, SILENCE);
    }

    /** @param silence how long a job may be silent before its worker counts as dead */
    public SyncRuns(Connectors connectors, SyncJobs jobs, InstantSource clock, Duration silence) {
        this.connectors = connectors;
        this.jobs = jobs;
        this.clock = clock;
        this.silence = silence;
        this.holds = new Holds(connectors, jobs, clock, silence);
    }

    /** A job that was claimed, with its connector. */
    public record Begun(Connector connector, SyncJob job) {}

    /**
     * Makes the job of a run that was due, once, and notes that time in the connector.
     *
     * @param due of that run; the same for everybody who asks for it
     * @return the job, if it was made by this call
     */
    public Optional<SyncJob> schedule(Connector connector, JobType type, Instant due) {
        Optional<SyncJob> job = jobs.createOnce(runId(connector.id(), type, due), connector, type);
        connectors.noteScheduled(connector.id(), type, due);
        return job;
    }

    private static String runId(String connector, JobType type, Instant due) {
        try {
            byte[] run = (type.wire() + "\n" + due + "\n" + connector).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(run);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 27);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Claims a job for this process. A job that was suspended goes on: it keeps the time that it was begun at, and its
     * counts.
     *
     * @return empty when it does not wait any more, or its connector is gone or held by another job
     */
    public Optional<Begun> begin(String jobId, String hostname) {
        return begin(jobId, hostname, Map.of());
    }

    /** The same, and adds to the job's metadata, in the same write: whoever claims can say at once who it is. */
    public Optional<Begun> begin(String jobId, String hostname, Map<String, ? extends @Nullable Object> metadata) {
        SyncJob found = jobs.find(jobId).orElse(null);
        Connector connector =
                found == null ? null : connectors.find(found.connectorId()).orElse(null);
        if (found == null || connector == null || connector.isDeleted() || holds.isHeld(connector, found)) {
            return Optional.empty();
        }
        Optional<SyncJob> claimed = claim(found, connector, hostname, metadata);
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        SyncJob job = claimed.get();
        try {
            Optional<Connector> taken = holds.take(connector.id(), job);
            if (taken.isEmpty()) {
                giveBack(found);
            }
            return taken.map(mine -> new Begun(mine, job));
        } catch (LeatException e) {
            giveBackAfter(e, found);
            throw e;
        }
    }

    private Optional<SyncJob> claim(
            SyncJob found, Connector connector, String hostname, Map<String, ? extends @Nullable Object> metadata) {
        Instant now = clock.instant();
        boolean[] mine = new boolean[1];
        try {
            SyncJob job = jobs.change(found.id(), old -> {
                mine[0] = old.status().isWaiting();
                return mine[0]
                        ? old.with(new Changes()
                                .set(Names.STATUS, JobStatus.IN_PROGRESS.wire())
                                .set(Names.STARTED_AT, old.startedAt() == null ? now : old.startedAt())
                                .set(Names.LAST_SEEN, now)
                                .set(Names.WORKER_HOSTNAME, hostname)
                                .set(Names.METADATA, merged(old.metadata(), metadata))
                                .set(Names.ERROR, null)
                                .setObject(
                                        Names.CONNECTOR,
                                        ConnectorSnapshot.TYPE,
                                        old.connector().withSyncCursor(connector.syncCursor())))
                        : old;
            });
            return mine[0] ? Optional.of(job) : Optional.empty();
        } catch (MissingException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Map<String, @Nullable Object> merged(
            Map<String, Object> old, Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(old);
        merged.putAll(more);
        return merged.isEmpty() ? null : merged;
    }

    /** The protocol knows no way from running back to pending: a job that never really began counts as suspended. */
    private void giveBack(SyncJob before) {
        try {
            jobs.change(before.id(), now -> switch (now.status()) {
                case IN_PROGRESS ->
                    now.with(new Changes()
                            .set(Names.STATUS, JobStatus.SUSPENDED.wire())
                            .set(Names.STARTED_AT, before.startedAt()));
                case CANCELING -> now.with(canceled(clock.instant()));
                case PENDING, CANCELED, SUSPENDED, COMPLETED, ERROR, UNKNOWN -> now;
            });
        } catch (MissingException e) {
            // Somebody has removed it: there is nothing to give back.
        }
    }

    private void giveBackAfter(LeatException failure, SyncJob before) {
        try {
            giveBack(before);
        } catch (LeatException e) {
            // It is silent from now on, and so found dead after a while.
            failure.addSuppressed(e);
        }
    }

    private static Changes canceled(Instant now) {
        return new Changes()
                .set(Names.STATUS, JobStatus.CANCELED.wire())
                .set(Names.CANCELED_AT, now)
                .set(Names.COMPLETED_AT, now);
    }

    /**
     * Writes how a job ended, to its document and to that of its connector. One that was ended by others meanwhile stays as
     * they left it; one that was to be canceled is, unless it failed.
     *
     * @param total documents in the index now; null when they were not counted
     * @return the job as it is now; empty when its document is gone
     */
    public Optional<SyncJob> end(String jobId, Ending ending, JobCounts counts, @Nullable Long total) {
        boolean[] mine = new boolean[1];
        try {
            if (ending instanceof Ending.Canceled) {
                jobs.cancel(jobId);
            }
            SyncJob job = jobs.change(jobId, old -> {
                mine[0] = old.status().isRunning();
                return mine[0] ? ended(old, ending, counts, total) : old;
            });
            if (mine[0]) {
                boolean completed = job.status() == JobStatus.COMPLETED;
                noteEnd(job, completed && ending instanceof Ending.Completed end ? end.cursor() : null);
            }
            return Optional.of(job);
        } catch (MissingException e) {
            return Optional.empty();
        }
    }

    private SyncJob ended(SyncJob job, Ending ending, JobCounts counts, @Nullable Long total) {
        Instant now = clock.instant();
        JobStatus status = job.status() == JobStatus.CANCELING && ending.status() != JobStatus.ERROR
                ? JobStatus.CANCELED
                : ending.status();
        Changes changes = new Changes()
                .set(Names.STATUS, status.wire())
                .set(Names.LAST_SEEN, now)
                .set(Names.ERROR, ending instanceof Ending.Failed failed ? Connectors.shortened(failed.error()) : null)
                .set(Names.INDEXED_DOCUMENT_COUNT, JobCounts.storable(counts.indexed()))
                .set(Names.DELETED_DOCUMENT_COUNT, JobCounts.storable(counts.deleted()))
                .set(Names.INDEXED_DOCUMENT_VOLUME, counts.volume());
        if (total != null) {
            changes.set(Names.TOTAL_DOCUMENT_COUNT, JobCounts.storable(total));
        }
        if (status.isTerminal()) {
            changes.set(Names.COMPLETED_AT, now);
        }
        if (status == JobStatus.CANCELED) {
            changes.set(Names.CANCELED_AT, now);
        }
        return job.with(changes);
    }

    private void noteEnd(SyncJob job, @Nullable Map<String, ? extends @Nullable Object> cursor) {
        try {
            connectors.update(
                    job.connectorId(),
                    connector -> Holds.isLast(connector, job)
                            ? connector.with(connectorAtEnd(job, connector, cursor))
                            : connector);
        } catch (MissingException e) {
            // The connector was removed while the job ran: there is nobody left to tell.
        }
    }

    private Changes connectorAtEnd(
            SyncJob job, Connector connector, @Nullable Map<String, ? extends @Nullable Object> cursor) {
        JobStatus status = job.status();
        String error = status == JobStatus.ERROR ? job.error() == null ? "unknown error" : job.error() : null;
        boolean content = job.type().isContent();
        Changes changes = new Changes()
                .set(Names.LAST_SYNCED, clock.instant())
                .set(
                        Names.STATUS,
                        status == JobStatus.ERROR ? ConnectorStatus.ERROR.wire() : ConnectorStatus.CONNECTED.wire())
                .set(Names.ERROR, error)
                .set(content ? Names.LAST_SYNC_STATUS : Names.LAST_ACCESS_CONTROL_SYNC_STATUS, status.wire())
                .set(content ? Names.LAST_SYNC_ERROR : Names.LAST_ACCESS_CONTROL_SYNC_ERROR, error)
                .set(Connector.HOLDERS, Holds.without(connector, job.type()));
        if (status.isTerminal()) {
            changes.set(Names.LAST_INDEXED_DOCUMENT_COUNT, job.indexedDocumentCount())
                    .set(Names.LAST_DELETED_DOCUMENT_COUNT, job.deletedDocumentCount());
        }
        if (status == JobStatus.COMPLETED && content && cursor != null) {
            changes.set(Names.SYNC_CURSOR, cursor);
        }
        return changes;
    }

    /**
     * Says in a connector that a job of it is gone while it ran.
     *
     * @param jobId of the job
     */
    public void endLost(String connectorId, String jobId, JobType type) {
        String error = "The document of the sync job is gone, so that it could not be ended.";
        try {
            connectors.update(connectorId, connector -> {
                if (!jobId.equals(connector.holder(type))) {
                    return connector;
                }
                return connector.with(new Changes()
                        .set(Names.LAST_SYNCED, clock.instant())
                        .set(Names.STATUS, ConnectorStatus.ERROR.wire())
                        .set(Names.ERROR, error)
                        .set(Names.LAST_SYNC_STATUS, JobStatus.ERROR.wire())
                        .set(Names.LAST_SYNC_ERROR, error)
                        .set(Names.LAST_ACCESS_CONTROL_SYNC_STATUS, JobStatus.ERROR.wire())
                        .set(Names.LAST_ACCESS_CONTROL_SYNC_ERROR, error)
                        .set(Connector.HOLDERS, Holds.without(connector, type)));
            });
        } catch (MissingException e) {
            // Both are gone.
        }
    }

    /**
     * The jobs of these connectors whose workers look dead: silent for too long, by the clocks of both sides. Clocks differ:
     * ask again a little later, by {@link #cleanUp}, before such a job is ended.
     */
    public List<SyncJob> silent(Set<String> supported) {
        return jobs.silentSince(
                JobFilter.any().ofConnectors(supported), clock.instant().minus(silence));
    }

    /**
     * Ends what dead workers left: jobs that were {@link #silent} and have not been heard of since, running jobs of connectors
     * that are not there at all, jobs that wait and cannot be read, and connectors that say they sync while none of their
     * jobs runs.
     *
     * @return the jobs that were ended
     */
    public List<SyncJob> cleanUp(Set<String> supported, List<SyncJob> silent) {
        Instant dead = clock.instant().minus(silence);
        Map<String, SyncJob> ended = new HashMap<>();
        OneByOne.forEach(
                silent,
                SyncJob::toString,
                job -> end(job, now -> Objects.equals(now.lastSeen(), job.lastSeen()), reason(job), ended));
        jobs.endUnreadable(supported, dead);
        OneByOne.forEach(
                orphans(),
                SyncJob::toString,
                job -> end(
                        job,
                        now -> true,
                        "The connector '" + job.connectorId() + "' of this job does not exist any more.",
                        ended));
        OneByOne.forEach(connectors.supported(supported, Set.of()), Connector::toString, connector -> {
            holds.leftBehind(connector).forEach(job -> noteEnd(job, null));
            holds.releaseForeign(connector);
        });
        return List.copyOf(ended.values());
    }

    private List<SyncJob> orphans() {
        List<SyncJob> running = jobs.all(JobFilter.running());
        Set<String> known =
                connectors.existing(running.stream().map(SyncJob::connectorId).collect(Collectors.toSet()));
        return running.stream()
                .filter(job -> !known.contains(job.connectorId()))
                .toList();
    }

    private static String reason(SyncJob silent) {
        return "The service on host '%s' that ran this job was last heard of at %s: it has died, or cannot reach Elasticsearch. Start the sync again."
                .formatted(
                        silent.workerHostname() == null ? "unknown" : silent.workerHostname(),
                        silent.lastSeen() == null ? "no time" : silent.lastSeen());
    }

    private void end(SyncJob found, Predicate<SyncJob> dead, String error, Map<String, SyncJob> ended) {
        boolean[] mine = new boolean[1];
        try {
            SyncJob job = jobs.change(found.id(), old -> {
                mine[0] = old.status().isRunning() && dead.test(old);
                return mine[0] ? ended(old, new Ending.Failed(error), JobCounts.of(old), null) : old;
            });
            if (mine[0]) {
                ended.put(job.id(), job);
                noteEnd(job, null);
            }
        } catch (MissingException e) {
            // It was removed meanwhile, which ends it too.
        }
    }
}
