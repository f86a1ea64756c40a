package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many connectors, several services, and times that were missed. */
@WithElasticsearch
@Timeout(300)
class ManyIT {

    private static final int JOBS = Boolean.getBoolean("leat.test.full") ? 100 : 25;

    private ServiceFixture service;

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        service = new ServiceFixture(elasticsearch, directory);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void runsEachJobOnceHoweverManyServicesThereAre() {
        for (int i = 0; i < JOBS; i++) {
            service.system("c" + i, TestSystem.with(3));
            service.createConfigured("c" + i);
            service.schedule("c" + i, "full", "0 0 0 1 1 ?", null);
        }
        // The first of January was, for each of them, since somebody last looked.
        service.pretendSeen(Instant.now().minus(Duration.ofDays(370)));

        service.concurrency(8).start();
        service.start();

        service.await(() -> service.jobs().stream()
                        .filter(job -> job.path("status").asString().equals("completed"))
                        .count()
                >= JOBS);
        Map<String, Integer> runs = new TreeMap<>();
        for (JsonNode job : service.jobs()) {
            runs.merge(job.path("connector").path("id").asString(), 1, Integer::sum);
        }
        assertThat(runs).hasSize(JOBS);
        assertThat(runs.values()).containsOnly(1);
        for (int i = 0; i < JOBS; i++) {
            assertThat(service.systemOf("c" + i).reads()).as("reads of c%d", i).isEqualTo(3);
        }
        assertThat(service.workers()).as("both services had work").hasSize(2);
    }

    @Test
    void letsAHangingSourceDelayNobody() {
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Gate gate = new Gate("ping");
            gates.add(gate);
            service.system("hangs" + i, TestSystem.with(1)).onPing(gate::stopDeafAt);
            service.createConfigured("hangs" + i);
        }
        service.system("well", TestSystem.with(5));
        service.createConfigured("well");
        service.checkPatience(Duration.ofMillis(300)).start();

        service.awaitConnector(
                "well", connector -> connector.path("status").asString().equals("connected"));
        service.awaitJob(service.syncNow("well", "full"), "completed");
        service.awaitConnector(
                "hangs3",
                connector -> connector.path("error").asString("").contains("The source did not answer within"));

        gates.forEach(Gate::open);
        service.awaitConnector(
                "hangs3", connector -> connector.path("status").asString().equals("connected"));
    }

    @Test
    void catchesUpOnceOnWhatWasMissed() {
        TestSystem system = service.system("orders", TestSystem.with(5));
        service.createConfigured("orders");
        service.schedule("orders", "full", "0 0 * * * ?", Instant.now().minus(Duration.ofHours(30)));
        service.pretendSeen(Instant.now().minus(Duration.ofHours(5)));

        service.start();
        service.await(() -> service.jobs().stream()
                .anyMatch(job -> job.path("status").asString().equals("completed")));
        int pings = system.pings();
        service.await(() -> system.pings() > pings + 5);

        assertThat(service.jobs()).hasSize(1);
        assertThat(service.jobs().getFirst().path("trigger_method").asString()).isEqualTo("scheduled");
        Instant scheduled = Instant.parse(
                service.connector("orders").path("last_sync_scheduled_at").asString());
        assertThat(scheduled)
                .as("the last full hour")
                .isBetween(Instant.now().minus(Duration.ofMinutes(61)), Instant.now())
                .satisfies(time -> assertThat(time.getEpochSecond() % 3600).isZero());
    }

    @Test
    void doesNotCatchUpForAConnectorThatNobodyHasSeenBefore() {
        TestSystem system = service.system("orders", TestSystem.with(5));
        service.createConfigured("orders");
        service.schedule("orders", "full", "0 0 0 1 1 ?", null);

        service.start();
        service.await(() -> system.pings() > 5);

        assertThat(service.jobs()).isEmpty();
    }

    @Test
    @Tag("smoke")
    void syncsWhoMaySeeWhatBesideTheContent(TestElasticsearch elasticsearch) {
        elasticsearch.post("/_license/start_trial?acknowledge=true", "");
        TestSystem system = service.system("orders", TestSystem.with(5));
        Gate gate = new Gate("a 2");
        system.onRead(gate::stopAt);
        service.createConfigured("orders");
        service.start();
        String content = service.syncNow("orders", "full");
        gate.awaitArrival();

        service.awaitJob(service.syncNow("orders", "access_control"), "completed");

        assertThat(service.job(content).path("status").asString()).isEqualTo("in_progress");
        gate.open();
        service.awaitJob(content, "completed");
        assertThat(service.connector("orders")
                        .path("last_access_control_sync_status")
                        .asString())
                .isEqualTo("completed");
        assertThat(service.accessFilters("orders")).containsOnlyKeys("jane");
        assertThat(service.document("orders", "a-000001")
                        .path("_allow_access_control")
                        .path(0)
                        .asString())
                .isEqualTo("email:jane@example.org");
    }
}
