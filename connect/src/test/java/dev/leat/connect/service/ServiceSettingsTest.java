package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.cluster.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceSettingsTest {

    private static final ServiceSettings STANDARD = ServiceSettings.standard(Workload.of(), Path.of("data"));

    @Test
    void theDefaultsKeepTheirRules() {
        assertThat(STANDARD.loops()).containsExactlyInAnyOrder(ServiceSettings.Action.values());
        assertThat(STANDARD.requests().longest()).isEqualTo(STANDARD.bulk().queueTimeout());
    }

    @Test
    void reportsEveryBrokenRuleAtOnce() {
        BulkOptions bulk = new BulkOptions(
                100,
                1,
                2,
                1 << 20,
                Duration.ofSeconds(10),
                RetryPolicy.none(),
                5,
                0,
                -1,
                new BulkOptions.ErrorMonitor(BulkOptions.ErrorMonitor.Mode.ENFORCE, 5, 10, 0, 10, 11));

        ConfigException broken = catchThrowableOfType(ConfigException.class, () -> STANDARD.withBulk(bulk));

        assertThat(broken.problems())
                .extracting(Problem::key)
                .containsExactly(
                        "elasticsearch.bulk.chunk_size",
                        "elasticsearch.bulk.chunk_max_mem_size",
                        "elasticsearch.bulk.concurrent_downloads",
                        "elasticsearch.bulk.queue_max_size",
                        "elasticsearch.bulk.max_text_document_size",
                        "elasticsearch.bulk.queue_refresh_timeout",
                        "elasticsearch.bulk.error_monitor.max_total_errors",
                        "elasticsearch.bulk.error_monitor.error_window_size",
                        "elasticsearch.bulk.error_monitor.error_queue_size",
                        "elasticsearch.bulk.error_monitor.max_error_rate");
        assertThat(broken.problems().getFirst().message()).isEqualTo("must be from 250 to 10000, but is 100");
        assertThat(broken.problems().get(5).message())
                .isEqualTo("must be at least 1300 s, which one request with all its retries may take; it is 10 s");
    }

    @Test
    void aHeartbeatIsSlowerThanTheLoops() {
        Pace pace = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(31), Duration.ZERO);

        ConfigException broken = catchThrowableOfType(ConfigException.class, () -> STANDARD.withPace(pace));

        assertThat(broken)
                .hasMessage(
                        "service.job_idle_limit: must be at least 60 s, but is 0 s: jobs that run say so every 10 s; service.heartbeat: must be more"
                                + " than service.idling, which is 30 s");
    }
}
