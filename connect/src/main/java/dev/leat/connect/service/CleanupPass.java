package dev.leat.connect.service;

import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.SyncJob;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pass of the clean-up: ends jobs that nobody runs any more, and frees connectors that nobody holds. */
final class CleanupPass implements LoopRunner.Pass {

    private static final Logger LOGGER = LoggerFactory.getLogger(CleanupPass.class);

    private final ServiceParts parts;

    CleanupPass(ServiceParts parts) {
        this.parts = parts;
    }

    @Override
    public void run() throws InterruptedException {
        Set<String> served = parts.served().stream().map(Connector::id).collect(Collectors.toSet());
        List<SyncJob> silent = parts.runs().silent(served);
        if (!silent.isEmpty()) {
            // Longer than a worker takes from one sign of life to the next.
            parts.waiter().sleep(parts.rhythm().report().plus(parts.rhythm().look()));
        }
        for (SyncJob job : parts.runs().cleanUp(served, silent)) {
            String reason = Objects.requireNonNullElse(job.error(), "");
            LogContext.of(job.connectorId(), job.connector().serviceType())
                    .run(() ->
                            LOGGER.warn("Job {} of connector '{}' was ended: {}", job.id(), job.connectorId(), reason));
            parts.board().happened(new ServiceEvent.JobCleanedUp(job.connectorId(), job.id(), reason));
        }
    }
}
