package dev.leat.app.monitoring;

import dev.leat.connect.protocol.JobCounts;
import dev.leat.connect.service.JobRef;
import dev.leat.connect.service.ServiceEvent;
import dev.leat.connect.service.ServiceEvents;
import dev.leat.connect.service.ServiceSettings.Action;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what happens in the service, in the form that Prometheus reads. Thread-safe.
 *
 * <p>Labels are the connector's id and the service type, never the job's id: a series for each job would grow without end.
 */
public final class ServiceMetrics implements ServiceEvents, AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, JobCounts> counted = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> up = new ConcurrentHashMap<>();
    private final Map<Action, AtomicLong> lastPasses = new ConcurrentHashMap<>();
    private final AtomicInteger running =
            registry.gauge("leat.jobs.running", Tags.empty(), new AtomicInteger(), AtomicInteger::get);

    public ServiceMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    @Override
    public void happened(ServiceEvent event) {
        switch (event) {
            case ServiceEvent.LoopPassed passed -> {
                Tags tags = Tags.of("loop", ServiceEvent.word(passed.loop()));
                registry.timer("leat.loop.passes", tags).record(passed.took());
                lastPass(passed.loop()).set(registry.config().clock().wallTime());
            }
            case ServiceEvent.LoopFailed failed ->
                registry.counter("leat.loop.errors", "loop", ServiceEvent.word(failed.loop()))
                        .increment();
            case ServiceEvent.ConnectorChecked checked ->
                up(checked.connectorId(), checked.serviceType()).set(checked.error() == null ? 1 : 0);
            case ServiceEvent.JobScheduled scheduled ->
                registry.counter(
                                "leat.jobs.scheduled",
                                "connector_id",
                                scheduled.connectorId(),
                                "job_type",
                                word(scheduled.type()))
                        .increment();
            case ServiceEvent.JobStarted started -> running.incrementAndGet();
            case ServiceEvent.JobProgressed progressed -> count(progressed.job(), progressed.counts());
            case ServiceEvent.JobEnded ended -> {
                running.decrementAndGet();
                count(ended.job(), ended.counts());
                counted.remove(ended.job().id());
                registry.timer("leat.jobs", tags(ended.job()).and("status", word(ended.status())))
                        .record(ended.took());
            }
            case ServiceEvent.JobCleanedUp cleaned ->
                registry.counter("leat.jobs.cleaned.up", "connector_id", cleaned.connectorId())
                        .increment();
        }
    }

    /** Counts of a job are cumulative, and so are those of its series: the difference is what is new. */
    private void count(JobRef job, JobCounts counts) {
        counted.compute(job.id(), (id, known) -> {
            JobCounts before = known == null ? JobCounts.none() : known;
            add("leat.documents.indexed", job, counts.indexed() - before.indexed());
            add("leat.documents.deleted", job, counts.deleted() - before.deleted());
            add("leat.documents.written.bytes", job, counts.bytes() - before.bytes());
            return counts;
        });
    }

    private void add(String name, JobRef job, long more) {
        if (more > 0) {
            registry.counter(name, tags(job)).increment((double) more);
        }
    }

    private static Tags tags(JobRef job) {
        return Tags.of(
                "connector_id", job.connectorId(), "service_type", job.serviceType(), "job_type", word(job.type()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private AtomicInteger up(String connector, String serviceType) {
        return up.computeIfAbsent(connector, id -> {
            AtomicInteger value = new AtomicInteger();
            registry.gauge(
                    "leat.connector.up",
                    Tags.of("connector_id", id, "service_type", serviceType),
                    value,
                    AtomicInteger::get);
            return value;
        });
    }

    private AtomicLong lastPass(Action loop) {
        return lastPasses.computeIfAbsent(loop, unused -> {
            AtomicLong millis = new AtomicLong();
            registry.gauge(
                    "leat.loop.last.pass.timestamp.seconds",
                    Tags.of("loop", ServiceEvent.word(loop)),
                    millis,
                    value -> value.get() / 1000.0);
            return millis;
        });
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
