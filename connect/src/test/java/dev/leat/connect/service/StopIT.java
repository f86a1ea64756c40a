package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testing.FaultProxy;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs that are stopped, by whom and by whatever. */
@WithElasticsearch
@Timeout(120)
class StopIT {

    private TestElasticsearch elasticsearch;
    private ServiceFixture service;
    private TestSystem system;

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        this.elasticsearch = elasticsearch;
        service = new ServiceFixture(elasticsearch, directory);
        system = service.system("orders", TestSystem.with(45));
        service.createConfigured("orders");
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void cancelsAJobThatRuns() {
        Gate gate = new Gate("a 20");
        system.onRead(gate::stopAt);
        service.start();
        String job = service.syncNow("orders", "full");
        gate.awaitArrival();

        Instant asked = Instant.now();
        service.cancel(job);

        JsonNode canceled = service.awaitJob(job, "canceled");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(canceled.path("canceled_at").isMissingNode()).isFalse();
        assertThat(canceled.path("completed_at").isMissingNode()).isFalse();
        assertThat(canceled.path("error").asString("")).isEmpty();
        assertThat(service.connector("orders").path("last_sync_status").asString())
                .isEqualTo("canceled");
        system.onRead(where -> {});
        service.awaitJob(service.syncNow("orders", "full"), "completed");
        assertThat(service.texts("orders")).isEqualTo(system.texts());
    }

    @Test
    @Tag("smoke")
    void suspendsAJobWhenTheServiceStopsAndGoesOnFromItsCheckpoint() {
        Gate gate = new Gate("a 35");
        system.onRead(gate::stopAt);
        service.start();
        String job = service.syncNow("orders", "full");
        gate.awaitArrival();

        service.await(() -> service.texts("orders").size() == 35);

        Instant asked = Instant.now();
        service.stop();

        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(5));
        JsonNode suspended = service.job(job);
        assertThat(suspended.path("status").asString()).isEqualTo("suspended");
        assertThat(service.connector("orders").path("last_sync_status").asString())
                .isEqualTo("suspended");
        int before = system.reads();

        system.onRead(where -> {});
        service.start();
        JsonNode done = service.awaitJob(job, "completed");

        assertThat(service.texts("orders")).isEqualTo(system.texts());
        assertThat(system.reads() - before).as("documents that were read again").isBetween(10, 15);
        assertThat(done.path("indexed_document_count").asLong())
                .as("over both attempts")
                .isEqualTo(45);
        assertThat(done.path("started_at")).isEqualTo(suspended.path("started_at"));
        assertThat(service.events(done)).anyMatch(event -> event.startsWith("suspended"));
    }

    @Test
    void leavesASourceBehindThatDoesNotStop() {
        Gate gate = new Gate("a 20");
        system.onRead(gate::stopDeafAt);
        service.start();
        String job = service.syncNow("orders", "full");
        gate.awaitArrival();

        Instant asked = Instant.now();
        service.stop();

        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(6));
        assertThat(service.job(job).path("status").asString()).isEqualTo("suspended");
        assertThat(service.texts("orders")).as("what was confirmed before").hasSizeLessThan(45);
        gate.open();
    }

    @Test
    void endsAJobThatNobodyRunsAndSaysWhoDid() {
        String job = service.syncNow("orders", "full");
        service.pretendRunning("orders", job, "host-9", Instant.now().minus(Duration.ofHours(1)));
        service.start();

        JsonNode ended = service.awaitJob(job, "error");

        assertThat(ended.path("error").asString()).contains("host-9").contains("was last heard of at");
        assertThat(service.connector("orders").path("last_sync_status").asString())
                .isEqualTo("error");
        system.onRead(where -> {});
        service.awaitJob(service.syncNow("orders", "full"), "completed");
    }

    @Test
    void endsAJobWhoseConnectorIsGone() {
        String job = service.syncNow("orders", "full");
        service.pretendRunning("orders", job, "host-9", Instant.now());
        service.removeConnectorDocument("orders");
        service.createConfigured("others");
        service.start();

        assertThat(service.awaitJob(job, "error").path("error").asString())
                .isEqualTo("The connector '" + service.id("orders") + "' of this job does not exist any more.");
    }

    @Test
    void stopsWritingWhenItsJobIsTakenAway() {
        Gate gate = new Gate("a 20");
        system.onRead(gate::stopAt);
        service.start();
        String job = service.syncNow("orders", "full");
        gate.awaitArrival();

        service.pretendEnded(job, "another service has ended this job");

        service.awaitNoRunningJob();
        assertThat(service.job(job).path("error").asString()).isEqualTo("another service has ended this job");
        assertThat(service.texts("orders")).hasSizeLessThan(45);
    }

    @Test
    void waitsOutAnOutageOfElasticsearch() {
        try (FaultProxy proxy = FaultProxy.before(elasticsearch)) {
            Gate gate = new Gate("a 20");
            system.onRead(gate::stopAt);
            service.startThrough(proxy.url());
            String job = service.syncNow("orders", "full");
            gate.awaitArrival();

            proxy.refuseConnections();
            gate.open();
            service.await(() -> service.status().state() == ServiceStatus.State.DEGRADED);
            assertThat(service.job(job).path("status").asString()).isEqualTo("in_progress");
            proxy.acceptConnections();

            service.awaitJob(job, "completed");
            assertThat(service.texts("orders")).isEqualTo(system.texts());
            service.await(() -> service.status().state() == ServiceStatus.State.RUNNING);
        }
    }
}
