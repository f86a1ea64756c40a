package dev.leat.connect.service;

import dev.leat.connect.mirror.Counts;
import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.ConnectorSnapshot;
import dev.leat.connect.protocol.Ending;
import dev.leat.connect.protocol.JobCounts;
import dev.leat.connect.protocol.JobFilter;
import dev.leat.connect.protocol.JobStatus;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.SyncJob;
import dev.leat.connect.protocol.SyncJobs;
import dev.leat.connect.protocol.SyncRuns.Begun;
import dev.leat.datastore.mapping.InvalidDocumentException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.cluster.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of a job that this service runs: what it was asked for, and what is told about it. Thread-safe.
 *
 * <p>In the job's {@code metadata} we keep who runs it, what happened, and what the next attempt needs, under keys that
 * begin with {@code leat_}; whatever else is there stays.
 */
final class JobDocuments {

    /** The key under which a job names the service that runs it. */
    static final String WORKER = "leat_worker";

    private static final String COUNTS = "leat_counts";

    /** By what a full sync has read and written, so that the next one can tell whether that is still so. */
    private static final String SETTINGS = "leat_settings";

    private static final Logger LOGGER = LoggerFactory.getLogger(JobDocuments.class);

    /** How long a service that stops tries to write how its jobs are. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

    private final ServiceParts parts;
    private final ServiceParts quick;
    private final SyncJob job;
    private final Connector connector;
    private final boolean resumed;
    private final String contentIndex;
    private final JobRef ref;
    private final Timeline timeline;
    private volatile Instant confirmed;
    private volatile @Nullable String settings;

    private JobDocuments(
            ServiceParts parts,
            ServiceParts quick,
            SyncJob job,
            Connector connector,
            boolean resumed,
            Instant confirmed) {
        this.parts = parts;
        this.quick = quick;
        this.job = job;
        this.connector = connector;
        this.contentIndex = contentIndex(job, connector);
        this.resumed = resumed;
        this.ref = ref(job);
        this.timeline = new Timeline(parts.clock(), job.metadata().get(Timeline.KEY));
        this.confirmed = confirmed;
    }

    private static String contentIndex(SyncJob job, Connector connector) {
        String index = job.connector().indexName();
        if (index != null && !job.type().isContent()) {
            index = ConnectorSnapshot.contentIndexOf(index).orElse(connector.indexName());
        }
        return Objects.requireNonNullElse(index, "");
    }

    private static JobRef ref(SyncJob job) {
        ConnectorSnapshot connector = job.connector();
        return new JobRef(
                job.id(),
                job.connectorId(),
                Objects.requireNonNullElse(connector.serviceType(), ""),
                Objects.requireNonNullElse(connector.indexName(), ""),
                job.type());
    }

    /** Takes a job for this service; empty when it does not wait any more, or has to go on waiting. */
    static Optional<JobDocuments> claim(ServiceParts parts, String jobId) {
        boolean resumed = parts.jobs()
                .find(jobId)
                .filter(found -> found.status() == JobStatus.SUSPENDED)
                .isPresent();
        ServiceParts quick = parts.withPatience(RetryPolicy.none());
        Instant before = parts.clock().instant();
        Optional<Begun> begun = parts.runs()
                .begin(jobId, parts.hostname(), Map.of(WORKER, parts.data().worker()));
        return begun.map(mine -> {
            JobDocuments documents = new JobDocuments(parts, quick, mine.job(), mine.connector(), resumed, before);
            documents.note((resumed ? "goes on, on " : "begins, on ") + parts.hostname());
            return documents;
        });
    }

    JobRef ref() {
        return ref;
    }

    /** What the job is to do. */
    ConnectorSnapshot snapshot() {
        return job.connector();
    }

    /** The index of the documents; a job for access control writes to another one. Empty when the connector has none. */
    String contentIndex() {
        return contentIndex;
    }

    /** The connector as it was when this attempt began; what the job is to do is not in it, but in {@link #snapshot}. */
    Connector connector() {
        return connector;
    }

    /** Whether an earlier attempt was suspended. */
    boolean isResumed() {
        return resumed;
    }

    /** Whether somebody has looked at the numbers and allows this job to delete whatever is gone. */
    boolean mayDeleteAll() {
        return Boolean.TRUE.equals(job.metadata().get(SyncJobs.ALLOW_DELETES));
    }

    /** Adds an entry to what is told about the job. */
    void note(String event) {
        timeline.note(event);
    }

    /** Notes by which settings the job runs, in a text that changes with them. */
    void keepSettings(String fingerprint) {
        settings = UUID.nameUUIDFromBytes(fingerprint.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Whether the last job that wrote documents of this connector came to its end, with the settings that were kept. */
    boolean hasSettingsOfTheLastSync() {
        parts.jobs().refresh();
        JobFilter ended = JobFilter.any()
                .withStatuses(Set.of(JobStatus.COMPLETED, JobStatus.ERROR, JobStatus.CANCELED))
                .withTypes(Set.of(JobType.FULL, JobType.INCREMENTAL))
                .ofConnectors(Set.of(ref.connectorId()));
        try {
            return parts.jobs().newest(ended, 1).stream()
                    .anyMatch(last -> last.status() == JobStatus.COMPLETED
                            && Objects.equals(settings, last.metadata().get(SETTINGS)));
        } catch (InvalidDocumentException e) {
            return false;
        }
    }

    /** When Elasticsearch last confirmed that the job is ours. */
    Instant lastConfirmed() {
        return confirmed;
    }

    /** Looks at both documents, once; what became of the job, when it is not to go on. */
    Optional<JobOutcome> look() {
        return look(quick);
    }

    /** As {@link #look()}, but waits for Elasticsearch. */
    Optional<JobOutcome> confirm() {
        return look(parts.withPatience(RetryPolicy.untilAvailable()));
    }

    private Optional<JobOutcome> look(ServiceParts through) {
        Instant before = parts.clock().instant();
        Optional<SyncJob> found = through.jobs().find(job.id());
        if (found.isEmpty()) {
            return Optional.of(new JobOutcome.TakenAway("its document was deleted"));
        }
        SyncJob now = found.get();
        if (!now.status().isRunning()) {
            return Optional.of(new JobOutcome.TakenAway("somebody else has made it '%s'%s"
                    .formatted(now.status().wire(), now.error() == null ? "" : ": " + now.error())));
        }
        if (!parts.data().worker().equals(now.metadata().get(WORKER))) {
            return Optional.of(new JobOutcome.TakenAway("it is run by another service, on " + now.workerHostname()));
        }
        if (now.status() == JobStatus.CANCELING) {
            return Optional.of(new JobOutcome.Ended(new Ending.Canceled()));
        }
        if (through.connectors()
                .find(ref.connectorId())
                .filter(connector -> !connector.isDeleted())
                .isEmpty()) {
            return Optional.of(
                    JobOutcome.failed("The connector '" + ref.connectorId() + "' was deleted while its sync ran"));
        }
        confirmed = before;
        return Optional.empty();
    }

    /** Stores how far the job is, if it is still ours; what became of it otherwise. */
    Optional<JobOutcome> report(Counts counts) {
        Optional<JobOutcome> outcome = look();
        if (outcome.isEmpty()) {
            quick.jobs().report(job.id(), counts(counts), metadata(counts));
        }
        return outcome;
    }

    static JobCounts counts(Counts counts) {
        return new JobCounts(counts.written(), counts.deleted(), counts.bytes());
    }

    private Map<String, @Nullable Object> metadata(@Nullable Counts counts) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(job.metadata());
        metadata.put(WORKER, parts.data().worker());
        metadata.put(Timeline.KEY, timeline.entries());
        if (settings != null && job.type() == JobType.FULL) {
            metadata.put(SETTINGS, settings);
        }
        if (counts != null) {
            metadata.put(COUNTS, described(counts));
        }
        return metadata;
    }

    private static Map<String, @Nullable Object> described(Counts counts) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("read", counts.read());
        described.put("filtered", counts.filtered());
        described.put("created", counts.created());
        described.put("updated", counts.updated());
        described.put("unchanged", counts.unchanged());
        described.put("deleted", counts.deleted());
        described.put("skipped", counts.skipped());
        described.put("rejected", counts.rejected());
        described.put("failed", counts.failed());
        return described;
    }

    /**
     * Writes how the job ended, to both documents. When the thread is interrupted, or is meanwhile, that is tried for a
     * short time only; a job that could not be ended is found by the next service of this data directory.
     */
    void end(Ending ending, Counts counts, @Nullable Long total) {
        note(told(ending));
        boolean interrupted = Thread.interrupted();
        RetryPolicy policy = interrupted ? RetryPolicy.within(LAST_PATIENCE) : RetryPolicy.untilAvailable();
        try {
            try {
                write(parts.withPatience(policy), ending, counts, total);
            } catch (CancelledException e) {
                interrupted = true;
                Thread.interrupted();
                write(parts.withPatience(RetryPolicy.within(LAST_PATIENCE)), ending, counts, total);
            }
        } catch (LeatException e) {
            parts.data().leaveTrace();
            LOGGER.error(
                    "How the job ended could not be written: {}; the next service on this data directory will look after it",
                    e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(ServiceParts through, Ending ending, Counts counts, @Nullable Long total) {
        if (!through.jobs().report(job.id(), counts(counts), metadata(counts))) {
            through.runs().endLost(ref.connectorId(), ref.id(), ref.type());
            return;
        }
        through.runs().end(job.id(), ending, counts(counts), total);
    }

    /** The job was taken away and its document deleted: the connector would wait for it for ever. */
    void endIfLost() {
        if (parts.jobs().find(job.id()).isEmpty()) {
            parts.runs().endLost(ref.connectorId(), ref.id(), ref.type());
        }
    }

    private static String told(Ending ending) {
        return switch (ending) {
            case Ending.Completed completed -> "completed";
            case Ending.Failed failed -> "failed: " + failed.error();
            case Ending.Canceled canceled -> "canceled";
            case Ending.Suspended suspended ->
                "suspended: the service has stopped, or cannot be sure that the job is its own";
        };
    }
}
