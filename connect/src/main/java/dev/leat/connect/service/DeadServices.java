package dev.leat.connect.service;

import dev.leat.connect.protocol.Ending;
import dev.leat.connect.protocol.JobCounts;
import dev.leat.connect.protocol.JobFilter;
import dev.leat.connect.protocol.OneByOne;
import dev.leat.connect.protocol.SyncJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the jobs of services of this data directory that ended without notice: nobody runs them, whatever their
 * documents say, and their state is here. They are suspended, and so go on from their last checkpoint.
 */
final class DeadServices {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadServices.class);

    private final ServiceParts parts;

    DeadServices(ServiceParts parts) {
        this.parts = parts;
    }

    /** Blocks as long as Elasticsearch is away. */
    void lookAfter() {
        Set<String> dead = Set.copyOf(parts.data().dead());
        if (dead.isEmpty()) {
            return;
        }
        parts.jobs().refresh();
        List<SyncJob> left = parts.jobs().all(JobFilter.running()).stream()
                .filter(job ->
                        job.metadata().get(JobDocuments.WORKER) instanceof String worker && dead.contains(worker))
                .toList();
        OneByOne.forEach(left, SyncJob::toString, job -> {
            LOGGER.info(
                    "Job {} of connector '{}' was run by a service that ended without notice; it goes on from its last checkpoint",
                    job.id(),
                    job.connectorId());
            giveBack(job);
        });
        parts.data().forgetDead();
    }

    private void giveBack(SyncJob job) {
        Timeline timeline = new Timeline(parts.clock(), job.metadata().get(Timeline.KEY));
        timeline.note("suspended: the service that ran it ended without notice");
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(job.metadata());
        metadata.remove(JobDocuments.WORKER);
        metadata.put(Timeline.KEY, timeline.entries());
        parts.jobs().report(job.id(), JobCounts.of(job), metadata);
        parts.runs().end(job.id(), new Ending.Suspended(), JobCounts.of(job), null);
    }
}
