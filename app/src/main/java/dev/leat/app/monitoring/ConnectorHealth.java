package dev.leat.app.monitoring;

import dev.leat.connect.service.ServiceEvent;
import dev.leat.connect.service.ServiceStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the connectors service is, as it is told to who asks: ids of connectors and counts, no configuration. */
public final class ConnectorHealth {

    private ConnectorHealth() {}

    /** The health of a service with that status. */
    public static Health of(ServiceStatus status) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("status", status.state().name().toLowerCase(Locale.ROOT));
        fields.put("since", status.since().toString());
        fields.put("problem", status.problem());
        List<Object> loops = new ArrayList<>();
        for (ServiceStatus.LoopStatus loop : status.loops()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("loop", ServiceEvent.word(loop.loop()));
            entry.put(
                    "last_pass",
                    loop.lastPass() == null ? null : loop.lastPass().toString());
            entry.put("passes", loop.passes());
            entry.put("errors", loop.errors());
            entry.put("last_error", loop.lastError());
            loops.add(entry);
        }
        fields.put("loops", loops);
        List<Object> jobs = new ArrayList<>();
        for (ServiceStatus.JobStatusLine line : status.jobs()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("job_id", line.job().id());
            entry.put("connector_id", line.job().connectorId());
            entry.put("service_type", line.job().serviceType());
            entry.put("index_name", line.job().index());
            entry.put("since", line.since().toString());
            entry.put("indexed_document_count", line.counts().indexed());
            entry.put("deleted_document_count", line.counts().deleted());
            jobs.add(entry);
        }
        fields.put("jobs", jobs);
        return new Health(status.isAlive(), status.isReady(), fields);
    }
}
