package dev.leat.connect.protocol;

import java.util.Set;

/** Which sync jobs are meant. An empty set admits all, but for the connectors of {@link #ofConnectors}. */
public record JobFilter(Set<JobStatus> statuses, Set<JobType> types, Set<String> connectors, Scope scope) {

    /** Whether the set of connectors narrows the jobs, also when it is empty. */
    public enum Scope {
        EVERY_CONNECTOR,
        THESE_CONNECTORS
    }

    public JobFilter {
        statuses = Set.copyOf(statuses);
        types = Set.copyOf(types);
        connectors = Set.copyOf(connectors);
    }

    /** All jobs. */
    public static JobFilter any() {
        return new JobFilter(Set.of(), Set.of(), Set.of(), Scope.EVERY_CONNECTOR);
    }

    /** Jobs that a worker may take. */
    public static JobFilter waiting() {
        return any().withStatuses(Set.of(JobStatus.PENDING, JobStatus.SUSPENDED));
    }

    /** Jobs that a worker has. */
    public static JobFilter running() {
        return any().withStatuses(Set.of(JobStatus.IN_PROGRESS, JobStatus.CANCELING));
    }

    public JobFilter withStatuses(Set<JobStatus> statuses) {
        return new JobFilter(statuses, types, connectors, scope);
    }

    public JobFilter withTypes(Set<JobType> types) {
        return new JobFilter(statuses, types, connectors, scope);
    }

    /** Only jobs of these connectors: of none when the set is empty. */
    public JobFilter ofConnectors(Set<String> ids) {
        return new JobFilter(statuses, types, ids, Scope.THESE_CONNECTORS);
    }
}
