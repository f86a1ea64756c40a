package dev.leat.connect.service;

import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.JobFilter;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.SyncJob;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pass of an executor: starts waiting jobs, oldest first, as long as there are places. A job whose connector is busy goes
 * on waiting.
 */
final class JobPass implements LoopRunner.Pass {

    /** By then an attempt at a job has found out whether it can have the connector, unless Elasticsearch is in trouble. */
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    private final ServiceParts parts;
    private final ServiceParts patient;
    private final Set<JobType> types;
    private final Tasks tasks;
    private final Runnable whenOneEnds;

    /**
     * @param patient what jobs work with: they wait as long as Elasticsearch is away
     * @param whenOneEnds called when a job that was claimed here has ended: there may be a place for another one
     */
    JobPass(ServiceParts parts, ServiceParts patient, Set<JobType> types, Tasks tasks, Runnable whenOneEnds) {
        this.parts = parts;
        this.patient = patient;
        this.types = Set.copyOf(types);
        this.tasks = tasks;
        this.whenOneEnds = whenOneEnds;
    }

    @Override
    public void run() throws InterruptedException {
        if (tasks.free() == 0) {
            return;
        }
        Map<String, Connector> served =
                parts.served().stream().collect(Collectors.toMap(Connector::id, connector -> connector));
        if (served.isEmpty()) {
            return;
        }
        parts.jobs().refresh();
        List<SyncJob> waiting =
                parts.jobs().all(JobFilter.waiting().withTypes(types).ofConnectors(served.keySet()));
        Set<String> tried = new HashSet<>();
        for (SyncJob job : inOrder(waiting, served)) {
            // An attempt at a connector that is busy elsewhere gives its place back. Without a wait for that, such a
            // job
            // would keep all younger ones waiting for as long as its connector is busy.
            if (tried.add(job.connectorId())
                    && !tasks.startWhenFree(job.connectorId(), new JobRun(patient, job.id(), whenOneEnds), ATTEMPT)
                    && tasks.free() == 0) {
                return;
            }
        }
    }

    /** The oldest first, but those last whose connectors say that they are busy: only an attempt finds out if that holds. */
    private static List<SyncJob> inOrder(List<SyncJob> waiting, Map<String, Connector> served) {
        return waiting.stream()
                .sorted(Comparator.comparing(job -> isBusy(served.get(job.connectorId()), job)))
                .toList();
    }

    private static boolean isBusy(@Nullable Connector connector, SyncJob job) {
        return connector != null && connector.isSyncing(job.type());
    }
}
