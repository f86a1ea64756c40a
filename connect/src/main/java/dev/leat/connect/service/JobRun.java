package dev.leat.connect.service;

import dev.leat.connect.mirror.Counts;
import dev.leat.connect.mirror.LiveCounts;
import dev.leat.connect.protocol.Ending;
import dev.leat.connect.protocol.JobCounts;
import dev.leat.connect.protocol.JobStatus;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One attempt at a job: locks its connector, claims it, has it done under supervision, and writes how it ended. When its
 * thread is interrupted, the job is suspended.
 */
final class JobRun implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(JobRun.class);

    private final ServiceParts parts;
    private final String jobId;
    private final Runnable whenDone;

    /** @param whenDone called at the end if the job was claimed */
    JobRun(ServiceParts parts, String jobId, Runnable whenDone) {
        this.parts = parts;
        this.jobId = jobId;
        this.whenDone = whenDone;
    }

    @Override
    public void run() {
        Optional<JobDocuments> claimed = JobDocuments.claim(parts, jobId);
        if (claimed.isEmpty()) {
            return;
        }
        JobDocuments documents = claimed.get();
        JobRef ref = documents.ref();
        try {
            LogContext.of(ref).run(() -> attempt(documents, ref));
        } finally {
            whenDone.run();
        }
    }

    private void attempt(JobDocuments documents, JobRef ref) {
        long start = parts.waiter().nanoTime();
        LOGGER.info(
                "{} sync of connector '{}' into index '{}' {}",
                ref.type().wire(),
                ref.connectorId(),
                ref.index(),
                documents.isResumed() ? "goes on" : "begins");
        parts.board().happened(new ServiceEvent.JobStarted(ref, documents.isResumed()));
        LiveCounts live = new LiveCounts();
        JobOutcome outcome;
        try {
            outcome = supervise(documents, live);
        } catch (CancelledException e) {
            outcome = JobOutcome.suspended();
        } catch (LeatException e) {
            outcome = JobOutcome.failed(ErrorText.ofJob(e, ref.index()));
        } catch (RuntimeException e) { // The job is claimed: whatever happens, somebody is told.
            LOGGER.error("What supervises job {} has a defect", ref.id(), e);
            outcome = JobOutcome.failed(ErrorText.of(e));
        }
        conclude(
                documents,
                outcome,
                live.snapshot(),
                Duration.ofNanos(parts.waiter().nanoTime() - start));
    }

    private JobOutcome supervise(JobDocuments documents, LiveCounts live) {
        JobRef ref = documents.ref();
        try (Cluster content = contentCluster(documents)) {
            SyncWork work = new SyncWork(parts, documents, content, live);
            Duration lease = parts.settings().pace().idleJob().multipliedBy(9).dividedBy(10);
            return new JobSupervisor(new Watch(documents, live), content::close, parts.clock(), lease)
                    .run(
                            "leat-sync-" + ref.id(),
                            work,
                            error -> JobOutcome.failed(ErrorText.ofJob(error, ref.index())));
        }
    }

    /** Connections of this job alone: closing them is what keeps a job that was taken away from writing. */
    private Cluster contentCluster(JobDocuments documents) {
        return Cluster.connect(parts.contentSettings(documents.ref().connectorId()), parts.waiter());
    }

    private void conclude(JobDocuments documents, JobOutcome outcome, Counts counts, Duration took) {
        JobCounts result = JobDocuments.counts(counts);
        JobRef ref = documents.ref();
        switch (outcome) {
            case JobOutcome.TakenAway(String reason) -> {
                LOGGER.warn("Job {} is not ours any more: {}", ref.id(), reason);
                tell(ref, JobStatus.UNKNOWN, reason, result, took);
                documents.endIfLost();
            }
            case JobOutcome.Ended(Ending ending) -> {
                String error = ending instanceof Ending.Failed failed ? failed.error() : null;
                try {
                    documents.end(ending, counts, total(ref, ending));
                } finally {
                    tell(ref, ending.status(), error, result, took);
                }
                LOGGER.atLevel(error == null ? Level.INFO : Level.WARN)
                        .log(
                                "{} sync of connector '{}': {}, {} indexed, {} deleted, {} unchanged, {} s{}",
                                ref.type().wire(),
                                ref.connectorId(),
                                ending.status().wire(),
                                result.indexed(),
                                result.deleted(),
                                counts.unchanged(),
                                took.toSeconds(),
                                error == null ? "" : ": " + error);
            }
        }
    }

    private void tell(JobRef ref, JobStatus status, @Nullable String error, JobCounts counts, Duration took) {
        parts.board().happened(new ServiceEvent.JobEnded(ref, status, error, counts, took));
    }

    /** How many documents the index has; null when that is not to be counted, or cannot be. */
    private @Nullable Long total(JobRef ref, Ending ending) {
        if (!ending.status().isTerminal()
                || !ref.type().isContent()
                || ref.index().isEmpty()) {
            return null;
        }
        // With the key of the connector: the service's own need not open this index.
        try (Cluster content = Cluster.connect(
                parts.contentSettings(ref.connectorId()).withRetryPolicy(RetryPolicy.none()), parts.waiter())) {
            String index = "/" + Request.segment(ref.index());
            // A job that was cut short has not made visible what it wrote last.
            content.perform(
                    Request.of("POST", index + "/_refresh", Repeat.IDEMPOTENT).expecting(401, 403, 404));
            Response response =
                    content.perform(Request.read("GET", index + "/_count").expecting(401, 403, 404));
            return response.isSuccess() ? response.json().path("count").asLong() : null;
        } catch (LeatException e) {
            LOGGER.debug("The documents of index '{}' could not be counted: {}", ref.index(), e.getMessage());
            return null;
        }
    }

    /** Reports and asks at their times. */
    private final class Watch implements JobSupervisor.JobWatch {

        private final JobDocuments documents;
        private final LiveCounts live;
        private Instant nextLook;
        private Instant nextReport;

        Watch(JobDocuments documents, LiveCounts live) {
            this.documents = documents;
            this.live = live;
            Instant now = parts.clock().instant();
            this.nextLook = now.plus(parts.rhythm().look());
            this.nextReport = now.plus(parts.rhythm().report());
        }

        @Override
        public Optional<JobOutcome> look(Instant now) {
            if (isDue(nextReport, parts.rhythm().report(), now)) {
                nextReport = now.plus(parts.rhythm().report());
                nextLook = now.plus(parts.rhythm().look());
                return report();
            }
            if (isDue(nextLook, parts.rhythm().look(), now)) {
                nextLook = now.plus(parts.rhythm().look());
                return documents.look();
            }
            return Optional.empty();
        }

        /** Also when the clock was set back: others judge the job by theirs. */
        private static boolean isDue(Instant next, Duration every, Instant now) {
            return !now.isBefore(next) || now.isBefore(next.minus(every));
        }

        private Optional<JobOutcome> report() {
            Counts counts = live.snapshot();
            Optional<JobOutcome> ending = documents.report(counts);
            if (ending.isEmpty()) {
                parts.board().happened(new ServiceEvent.JobProgressed(documents.ref(), JobDocuments.counts(counts)));
            }
            return ending;
        }

        @Override
        public Instant lastConfirmed() {
            return documents.lastConfirmed();
        }

        @Override
        public Optional<JobOutcome> confirm() {
            return documents.confirm();
        }
    }
}
