package dev.leat.connect.service;

import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.Features;
import dev.leat.connect.protocol.JobFilter;
import dev.leat.connect.protocol.JobStatus;
import dev.leat.connect.protocol.JobType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the jobs of one connector that are due. One thread at a time; remembers until when it has done so. */
final class JobMaker {

    private static final Logger LOGGER = LoggerFactory.getLogger(JobMaker.class);

    private final ServiceParts parts;
    private final String id;
    private final Runnable whenJobMade;
    private @Nullable Instant since;

    JobMaker(ServiceParts parts, String id, Runnable whenJobMade) {
        this.parts = parts;
        this.id = id;
        this.whenJobMade = whenJobMade;
    }

    /**
     * Meets the connector, before anything is written into its document: the first time, its last sign of life says
     * since when nobody has looked after it.
     */
    void meet(Connector connector) {
        if (since == null) {
            Instant now = parts.clock().instant();
            Instant seen = connector.lastSeen();
            since = seen == null || seen.isAfter(now) ? now : seen;
        }
    }

    void makeDueJobs() {
        Instant now = parts.clock().instant();
        Instant from = since == null ? now : since;
        Optional<Connector> latest = parts.connectors().find(id).filter(found -> !found.isDeleted());
        if (latest.isPresent()) {
            Connector connector = latest.get();
            List<DueSync> due =
                    DueSync.find(connector, from, now, parts.settings().zone());
            boolean full = due.stream().anyMatch(sync -> sync.type() == JobType.FULL);
            for (DueSync sync : due) {
                make(connector, sync, full && sync.type() == JobType.INCREMENTAL);
            }
        }
        since = now;
    }

    private void make(Connector connector, DueSync due, boolean covered) {
        JobType type = due.type();
        if (!isAble(connector.effectiveFeatures(), type)) {
            LOGGER.debug("{} syncs of connector '{}' are scheduled, but it cannot do them", type.wire(), id);
            return;
        }
        if (covered || hasWaiting(type)) {
            LOGGER.info("A {} sync of connector '{}' is due; another one does for it", type.wire(), id);
            return;
        }
        if (type == JobType.ACCESS_CONTROL) {
            String obstacle = parts.licence().obstacle();
            if (!obstacle.isEmpty()) {
                LOGGER.error("{}", obstacle);
                return;
            }
        }
        parts.runs().schedule(connector, type, due.at()).ifPresent(job -> {
            LOGGER.info("A {} sync of connector '{}' is due since {}", type.wire(), id, due.at());
            parts.board().happened(new ServiceEvent.JobScheduled(id, type, due.at(), job.id()));
            whenJobMade.run();
        });
    }

    private static boolean isAble(Features features, JobType type) {
        return switch (type) {
            case FULL -> true;
            case INCREMENTAL -> features.hasIncrementalSync();
            case ACCESS_CONTROL -> features.hasDocumentLevelSecurity();
            case UNKNOWN -> false;
        };
    }

    /** A job that has not begun sees all that a second one would see; one that was suspended has read a part already. */
    private boolean hasWaiting(JobType type) {
        return parts.jobs().all(JobFilter.waiting().withTypes(Set.of(type)).ofConnectors(Set.of(id))).stream()
                .anyMatch(job -> job.status() == JobStatus.PENDING || job.startedAt() == null);
    }
}
