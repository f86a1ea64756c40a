package dev.leat.connect.service;

import dev.leat.connect.protocol.JobCounts;
import dev.leat.connect.service.ServiceSettings.Action;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the service is, at one moment.
 *
 * @param state what it is doing
 * @param since when it was started
 * @param loops those that it runs
 * @param jobs those that run now, oldest first
 */
public record ServiceStatus(
        State state,
        Instant since,
        List<LoopStatus> loops,
        List<JobStatusLine> jobs,
        @Nullable String problem) {

    public ServiceStatus {
        loops = List.copyOf(loops);
        jobs = List.copyOf(jobs);
    }

    /** What a service is doing. */
    public enum State {
        /** Its loops have not all had a first pass. */
        STARTING,
        RUNNING,
        /** The last pass of a loop has failed: what that loop does is not done now. */
        DEGRADED,
        STOPPED
    }

    /**
     * One loop.
     *
     * @param lastPass when it last came to the end of a pass without an error; null when it never did
     * @param errors how often a pass has failed
     * @param lastError of the last pass; null when that went well
     */
    public record LoopStatus(
            Action loop,
            @Nullable Instant lastPass,
            long passes,
            long errors,
            @Nullable String lastError) {}

    /** One job that runs. */
    public record JobStatusLine(JobRef job, Instant since, JobCounts counts) {}

    /** Whether the service does its work: what a load balancer or an orchestrator asks for. */
    public boolean isReady() {
        return state == State.RUNNING;
    }

    /** Whether the process is of use at all: false once the service has stopped. */
    public boolean isAlive() {
        return state != State.STOPPED;
    }
}
