package dev.leat.connect.service;

import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.JobFilter;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.SyncJob;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pass of an executor: starts waiting jobs, oldest first, as long as there are places. A job whose connector is busy goes
 * on waiting.
 */
final class JobPass implements LoopRunner.Pass {

    private final ServiceParts parts;
    private final Set<JobType> types;
    private final Tasks tasks;
    private final Runnable whenOneEnds;

    /** @param whenOneEnds called when a job that was claimed here has ended: there may be a place for another one */
    JobPass(ServiceParts parts, Set<JobType> types, Tasks tasks, Runnable whenOneEnds) {
        this.parts = parts;
        this.types = Set.copyOf(types);
        this.tasks = tasks;
        this.whenOneEnds = whenOneEnds;
    }

    @Override
    public void run() throws InterruptedException {
        if (tasks.free() == 0) {
            return;
        }
        Set<String> served = parts.served().stream().map(Connector::id).collect(Collectors.toSet());
        if (served.isEmpty()) {
            return;
        }
        Set<String> tried = new HashSet<>();
        parts.jobs().refresh();
        List<SyncJob> waiting =
                parts.jobs().all(JobFilter.waiting().withTypes(types).ofConnectors(served));
        for (SyncJob job : waiting) {
            if (tasks.free() == 0) {
                return;
            }
            String connector = job.connectorId();
            // Whether another service holds the connector is found out by the attempt.
            if (tried.add(connector)) {
                tasks.start(connector, new JobRun(parts, job.id(), whenOneEnds));
            }
        }
    }
}
