package dev.leat.connect.protocol;

import dev.leat.datastore.document.MissingException;
import dev.leat.datastore.mapping.InvalidDocumentException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which job holds a connector: one content job at a time, and beside it one for access control. Thread-safe; blocks.
 */
final class Holds {

    private final Connectors connectors;
    private final SyncJobs jobs;
    private final InstantSource clock;
    private final Duration silence;

    /** Since when a connector has been held by nobody who can be found. */
    private final Map<String, Instant> foreign = new ConcurrentHashMap<>();

    Holds(Connectors connectors, SyncJobs jobs, InstantSource clock, Duration silence) {
        this.connectors = connectors;
        this.jobs = jobs;
        this.clock = clock;
        this.silence = silence;
    }

    /** Whether another job holds the connector, so that this one has to wait. */
    boolean isHeld(Connector connector, SyncJob job) {
        if (!connector.isSyncing(job.type())) {
            return false;
        }
        String holder = connector.holder(job.type());
        if (holder == null) {
            return true;
        }
        return !holder.equals(job.id()) && isRunning(holder);
    }

    private boolean isRunning(String jobId) {
        try {
            return jobs.find(jobId).filter(job -> job.status().isRunning()).isPresent();
        } catch (InvalidDocumentException e) {
            // No worker of ours can be at a job that none of them can read.
            return false;
        }
    }

    /** Takes the connector for a job that was claimed; empty when another holds it, or it is gone. */
    Optional<Connector> take(String connectorId, SyncJob job) {
        boolean content = job.type().isContent();
        boolean[] mine = new boolean[1];
        try {
            Connector connector = connectors.update(connectorId, old -> {
                mine[0] = !isHeld(old, job);
                return mine[0]
                        ? old.with(new Changes()
                                .set(Names.STATUS, ConnectorStatus.CONNECTED.wire())
                                .set(Names.ERROR, null)
                                .set(
                                        content ? Names.LAST_SYNC_STATUS : Names.LAST_ACCESS_CONTROL_SYNC_STATUS,
                                        JobStatus.IN_PROGRESS.wire())
                                .set(content ? Names.LAST_SYNC_ERROR : Names.LAST_ACCESS_CONTROL_SYNC_ERROR, null)
                                .set(Connector.HOLDERS, with(old, job)))
                        : old;
            });
            return mine[0] ? Optional.of(connector) : Optional.empty();
        } catch (MissingException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> with(Connector connector, SyncJob job) {
        Map<String, Object> holders = of(connector);
        holders.put(Connector.holderKey(job.type()), job.id());
        return holders;
    }

    /** Who holds the connector when a job of that type does not any more, which is remembered as the last that did. */
    static @Nullable Map<String, Object> without(Connector connector, JobType type) {
        Map<String, Object> holders = of(connector);
        Object last = holders.remove(Connector.holderKey(type));
        if (last != null) {
            holders.put(Connector.lastHolderKey(type), last);
        }
        return holders.isEmpty() ? null : holders;
    }

    private static Map<String, Object> of(Connector connector) {
        return connector.holders() == null ? new LinkedHashMap<>() : new LinkedHashMap<>(connector.holders());
    }

    /**
     * Whether the end of a job is the connector's to tell: it is held by that job, or was last, or by somebody who does not
     * say for which job. What is left behind is found in lists, which are behind the documents: by the time that it is
     * told, a later job may have begun, and ended too.
     */
    static boolean isLast(Connector connector, SyncJob job) {
        String holder = connector.holder(job.type());
        if (holder == null && connector.isSyncing(job.type())) {
            return true;
        }
        String last = holder == null ? connector.lastHolder(job.type()) : holder;
        return last == null || last.equals(job.id());
    }

    /** Jobs that have ended without their connector having heard of it. */
    List<SyncJob> leftBehind(Connector connector) {
        List<SyncJob> left = new ArrayList<>();
        for (JobType type : List.of(JobType.FULL, JobType.ACCESS_CONTROL)) {
            String holder = connector.isSyncing(type) ? connector.holder(type) : null;
            if (holder != null) {
                jobs.find(holder).filter(job -> !job.status().isRunning()).ifPresent(left::add);
            }
        }
        return left;
    }

    /**
     * Frees a connector that another service took and never gave back: when no job of it runs, and none did when it was
     * looked at first, long enough ago.
     */
    void releaseForeign(Connector connector) {
        for (JobType type : List.of(JobType.FULL, JobType.ACCESS_CONTROL)) {
            String key = Connector.holderKey(type) + " " + connector.id();
            if (!isForeign(connector, type)) {
                foreign.remove(key);
                continue;
            }
            Instant now = clock.instant();
            Instant since = foreign.computeIfAbsent(key, unseen -> now);
            if (since.plus(silence).isAfter(now)) {
                continue;
            }
            foreign.remove(key);
            free(connector, type);
        }
    }

    private void free(Connector connector, JobType type) {
        String status = type.isContent() ? Names.LAST_SYNC_STATUS : Names.LAST_ACCESS_CONTROL_SYNC_STATUS;
        String error = type.isContent() ? Names.LAST_SYNC_ERROR : Names.LAST_ACCESS_CONTROL_SYNC_ERROR;
        try {
            connectors.update(
                    connector.id(),
                    now -> now.isSyncing(type) && now.holder(type) == null
                            ? now.with(new Changes()
                                    .set(status, JobStatus.ERROR.wire())
                                    .set(error, "The service that ran this sync has not ended it."))
                            : now);
        } catch (MissingException e) {
            // It was removed meanwhile.
        }
    }

    private boolean isForeign(Connector connector, JobType type) {
        if (!connector.isSyncing(type) || connector.holder(type) != null) {
            return false;
        }
        jobs.refresh();
        Set<JobType> types =
                type.isContent() ? Set.of(JobType.FULL, JobType.INCREMENTAL) : Set.of(JobType.ACCESS_CONTROL);
        return jobs.all(JobFilter.running().withTypes(types).ofConnectors(Set.of(connector.id())))
                .isEmpty();
    }
}
