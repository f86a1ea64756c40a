package dev.leat.app.sync;

import dev.leat.cassandra.service.PairStatus;
import dev.leat.cassandra.service.PairStatus.State;
import dev.leat.cassandra.service.SyncService;
import dev.leat.cassandra.sync.Event;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a sync counts, in the form that Prometheus reads; series have the pair's name. Thread-safe. */
public final class SyncMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<Map<String, PairStatus>> statuses;

    /** Counts of a service, which is asked whenever somebody reads them. */
    public SyncMetrics(SyncService service) {
        this.statuses =
                () -> service.status().pairs().stream().collect(Collectors.toMap(PairStatus::name, pair -> pair));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        List<String> pairs =
                service.status().pairs().stream().map(PairStatus::name).toList();
        pairs.forEach(this::register);
    }

    private void register(String pair) {
        Tags tags = Tags.of("pair", pair);
        for (Event event : Event.values()) {
            boolean isConflict = SyncHealth.isConflict(event);
            FunctionCounter.builder(
                            isConflict
                                    ? "leat.sync.conflicts"
                                    : "leat.sync." + SyncHealth.word(event).replace('_', '.'),
                            statuses,
                            all -> of(all, pair, status -> (double) status.count(event)))
                    .tags(isConflict ? tags.and("kind", event.name().toLowerCase(Locale.ROOT)) : tags)
                    .register(registry);
        }
        gauge("leat.sync.lag.seconds", tags, pair, status -> {
            Duration lag = status.lag();
            return lag == null ? Double.NaN : lag.toNanos() / 1e9;
        });
        gauge("leat.sync.leader", tags, pair, status -> status.state() == State.LEADER ? 1.0 : 0.0);
        gauge("leat.sync.up", tags, pair, status -> switch (status.state()) {
            case LEADER, STANDBY -> 1.0;
            case STARTING, FAILING, STOPPED -> 0.0;
        });
    }

    private void gauge(String name, Tags tags, String pair, Function<PairStatus, Double> value) {
        Gauge.builder(name, statuses, all -> of(all, pair, value)).tags(tags).register(registry);
    }

    private static double of(
            Supplier<Map<String, PairStatus>> statuses, String pair, Function<PairStatus, Double> value) {
        PairStatus status = statuses.get().get(pair);
        return status == null ? Double.NaN : value.apply(status);
    }

    /** All that was counted, in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
