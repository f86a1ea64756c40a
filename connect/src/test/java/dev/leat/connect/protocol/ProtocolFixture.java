package dev.leat.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.TestAccess;
import dev.leat.datastore.Datastore;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.ConnectorKeys;
import dev.leat.testing.FakeKibana;
import dev.leat.testing.TestElasticsearch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The protocol's indices, made anew for one test, with stores over them and a clock that the test sets. */
final class ProtocolFixture implements AutoCloseable {

    final TestElasticsearch elasticsearch;
    final FakeKibana kibana;
    final Cluster cluster;
    final Connectors connectors;
    final SyncJobs jobs;
    final SyncRuns runs;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));

    ProtocolFixture(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.kibana = new FakeKibana(elasticsearch);
        this.cluster = Cluster.connect(TestAccess.of(elasticsearch, ConnectorKeys.ofServiceAlone())
                .settings(elasticsearch.url().toString()));
        kibana.removeIndices();
        new ProtocolIndices(cluster).createMissing();
        Datastore datastore = Datastore.of(cluster);
        this.connectors = Connectors.open(datastore, now::get);
        this.jobs = SyncJobs.open(datastore, now::get);
        this.runs = anotherWorker();
    }

    /** Stores of their own, as another process has. */
    SyncRuns anotherWorker() {
        Datastore datastore = Datastore.of(cluster);
        return new SyncRuns(Connectors.open(datastore, now::get), SyncJobs.open(datastore, now::get), now::get);
    }

    Instant now() {
        return now.get();
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** A connector that is ready for jobs. */
    Connector connector(String id) {
        return connectors.create(NewConnector.of(id, "sqlite", "search-" + id)
                .withConfiguration(Map.of("file", Map.of("value", "/data/a.db"))));
    }

    SyncJob job(Connector connector, JobType type) {
        return jobs.create(connector, type, TriggerMethod.ON_DEMAND);
    }

    /** Has a worker begin a job that waits. */
    SyncJob begin(SyncJob job) {
        Optional<SyncRuns.Begun> begun = runs.begin(job.id(), "host-1");
        assertThat(begun).isPresent();
        return begun.orElseThrow().job();
    }

    Connector connectorNow(String id) {
        return connectors.find(id).orElseThrow();
    }

    SyncJob jobNow(SyncJob job) {
        return jobs.find(job.id()).orElseThrow();
    }

    @Override
    public void close() {
        kibana.removeIndices();
        cluster.close();
    }
}
