package dev.leat.connect.service;

import dev.leat.connect.protocol.JobCounts;
import dev.leat.connect.protocol.JobStatus;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.service.ServiceSettings.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something that happened in the service. */
public sealed interface ServiceEvent {

    /** What the command line and logs call a loop. */
    static String word(Action loop) {
        return loop.name().toLowerCase(Locale.ROOT);
    }

    /** A loop has come to the end of a pass. */
    record LoopPassed(Action loop, Duration took) implements ServiceEvent {}

    /** A pass of a loop has failed; the loop goes on. */
    record LoopFailed(Action loop, String error) implements ServiceEvent {}

    /**
     * A connector was checked.
     *
     * @param error why it cannot be synced now; null when it can
     */
    record ConnectorChecked(
            String connectorId,
            String serviceType,
            @Nullable String error) implements ServiceEvent {}

    /** A sync was due and its job was made. */
    record JobScheduled(String connectorId, JobType type, Instant due, String jobId) implements ServiceEvent {}

    /**
     * A job was claimed and begins.
     *
     * @param resumed whether it goes on where an earlier attempt was suspended
     */
    record JobStarted(JobRef job, boolean resumed) implements ServiceEvent {}

    /** The counts of a job were stored. */
    record JobProgressed(JobRef job, JobCounts counts) implements ServiceEvent {}

    /**
     * A job has ended here.
     *
     * @param status what its document says now
     * @param took the time of this attempt
     */
    record JobEnded(JobRef job, JobStatus status, @Nullable String error, JobCounts counts, Duration took)
            implements ServiceEvent {}

    /** A job that nobody ran any more was ended. */
    record JobCleanedUp(String connectorId, String jobId, String reason) implements ServiceEvent {}
}
