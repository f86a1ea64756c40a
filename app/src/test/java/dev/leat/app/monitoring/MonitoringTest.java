package dev.leat.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.protocol.JobCounts;
import dev.leat.connect.protocol.JobStatus;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.service.JobRef;
import dev.leat.connect.service.ServiceEvent;
import dev.leat.connect.service.ServiceSettings.Action;
import dev.leat.connect.service.ServiceStatus;
import dev.leat.connect.service.ServiceStatus.JobStatusLine;
import dev.leat.connect.service.ServiceStatus.LoopStatus;
import dev.leat.connect.service.ServiceStatus.State;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MonitoringTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final JobRef JOB = new JobRef("job-1", "orders", "postgresql", "search-orders", JobType.FULL);

    private final AtomicReference<ServiceStatus> status = new AtomicReference<>(status(State.RUNNING));
    private final ServiceMetrics metrics = new ServiceMetrics();
    private final MonitoringServer server =
            MonitoringServer.start("127.0.0.1", 0, () -> ConnectorHealth.of(status.get()), metrics::scrape);
    private final HttpClient client =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

    @AfterEach
    void close() {
        client.close();
        server.close();
        metrics.close();
    }

    @Test
    void isReadyWhileTheServiceDoesItsWork() throws Exception {
        HttpResponse<String> ready = get("/ready");

        assertThat(ready.statusCode()).isEqualTo(200);
        JsonNode body = Json.MAPPER.readTree(ready.body());
        assertThat(body.path("status").asString()).isEqualTo("running");
        assertThat(body.path("loops").path(0).path("loop").asString()).isEqualTo("schedule");
        assertThat(body.path("jobs").path(0).path("connector_id").asString()).isEqualTo("orders");
        assertThat(body.path("jobs").path(0).path("indexed_document_count").asLong())
                .isEqualTo(7);
    }

    @Test
    void isHealthyButNotReadyWhileALoopFails() throws Exception {
        status.set(status(State.DEGRADED));

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void isNotHealthyOnceTheServiceHasStopped() throws Exception {
        status.set(status(State.STOPPED));

        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void countsDocumentsOfAJobOnceThoughItReportsThemAgainAndAgain() throws Exception {
        metrics.happened(new ServiceEvent.JobStarted(JOB, false));
        metrics.happened(new ServiceEvent.JobProgressed(JOB, new JobCounts(10, 0, 1_000)));
        metrics.happened(new ServiceEvent.JobProgressed(JOB, new JobCounts(25, 0, 2_500)));
        metrics.happened(new ServiceEvent.JobEnded(
                JOB, JobStatus.COMPLETED, null, new JobCounts(30, 4, 3_000), Duration.ofSeconds(2)));

        String text = get("/metrics").body();

        String labels = "{connector_id=\"orders\",job_type=\"full\",service_type=\"postgresql\"}";
        assertThat(text)
                .contains("leat_documents_indexed_total" + labels + " 30.0")
                .contains("leat_documents_deleted_total" + labels + " 4.0")
                .contains("leat_documents_written_bytes_total" + labels + " 3000.0")
                .contains("leat_jobs_running 0.0")
                .contains("status=\"completed\"");
    }

    @Test
    void tellsWhichConnectorsAreUpAndHowTheLoopsAre() throws Exception {
        metrics.happened(new ServiceEvent.ConnectorChecked("orders", "postgresql", null));
        metrics.happened(new ServiceEvent.ConnectorChecked("files", "dir", "no such folder"));
        metrics.happened(new ServiceEvent.LoopPassed(Action.SCHEDULE, Duration.ofMillis(20)));
        metrics.happened(new ServiceEvent.LoopFailed(Action.CLEANUP, "no"));
        metrics.happened(new ServiceEvent.JobScheduled("orders", JobType.FULL, NOON, "job-1"));
        metrics.happened(new ServiceEvent.JobCleanedUp("files", "job-2", "idle"));

        assertThat(get("/metrics").body())
                .contains("leat_connector_up{connector_id=\"orders\",service_type=\"postgresql\"} 1.0")
                .contains("leat_connector_up{connector_id=\"files\",service_type=\"dir\"} 0.0")
                .contains("leat_loop_passes_seconds_count{loop=\"schedule\"} 1")
                .contains("leat_loop_last_pass_timestamp_seconds{loop=\"schedule\"}")
                .contains("leat_loop_errors_total{loop=\"cleanup\"} 1.0")
                .contains("leat_jobs_scheduled_total{connector_id=\"orders\",job_type=\"full\"} 1.0")
                .contains("leat_jobs_cleaned_up_total{connector_id=\"files\"} 1.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void answersNothingElse() throws Exception {
        assertThat(get("/health/more").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(uri("/health"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void saysWhatToDoWhenThePortIsTaken() {
        assertThatThrownBy(() -> MonitoringServer.start(
                                "127.0.0.1",
                                server.url().getPort(),
                                () -> ConnectorHealth.of(status.get()),
                                metrics::scrape)
                        .close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "cannot listen at 127.0.0.1:" + server.url().getPort())
                .hasMessageContaining("choose another port");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(server.url() + path);
    }

    private static ServiceStatus status(State state) {
        return new ServiceStatus(
                state,
                NOON,
                List.of(new LoopStatus(Action.SCHEDULE, NOON, 3, 0, null)),
                List.of(new JobStatusLine(JOB, NOON, new JobCounts(7, 0, 700))),
                null);
    }
}
