package dev.leat.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.service.ServiceSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that say how long the service is patient, and those that have nothing to say. */
class PatienceKeysTest {

    @TempDir
    private Path folder = Path.of("");

    private IngestSettings settings(String text) {
        try {
            return IngestSettings.read(
                    Optional.of(Files.writeString(folder.resolve("config.yml"), text)), Map.of(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServiceSettings service(String text) {
        return settings(text).service();
    }

    @Test
    void waitsForElasticsearchWithoutAnEndUnlessTheFileSaysOtherwise() {
        ServiceSettings service = service("");

        assertThat(service.requests().patience()).isEqualTo(RetryPolicy.untilAvailable());
        assertThat(service.bulk().patience()).isEqualTo(RetryPolicy.untilAvailable());
    }

    @Test
    void givesUpAfterAsLongAsSoManyTriesMayTake() {
        ServiceSettings service = service("elasticsearch: {request_timeout: 20, max_retries: 3, retry_interval: 5}");

        assertThat(service.requests().patience().deadline()).isEqualTo(Duration.ofSeconds(3 * 20 + 5 + 10));
        assertThat(service.requests().patience().backoff().base()).isEqualTo(Duration.ofSeconds(5));
        assertThat(service.requests().patience().backoff().cap()).isEqualTo(Duration.ofSeconds(15));
        assertThat(service.bulk().patience()).isEqualTo(service.requests().patience());
        assertThat(service("elasticsearch.max_retries: 0").requests().patience())
                .isEqualTo(RetryPolicy.none());
        assertThat(service("elasticsearch.retry_interval: 0")
                        .requests()
                        .patience()
                        .deadline())
                .isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void isAsPatientWithWritingAsTheKeyClosestToItSays() {
        String common = "elasticsearch: {request_timeout: 20, max_retries: 3, retry_interval: 5, bulk: {%s}}";

        assertThat(service(common.formatted("max_retries: 1")).bulk().patience().deadline())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(service(common.formatted("max_retries: 1, queue_refresh_timeout: 600"))
                        .bulk()
                        .patience()
                        .deadline())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void handsTheLimitOfFilesOnWhereThereIsOne() {
        assertThat(service("").limits().fileBytes()).isNull();
        assertThat(service("service.max_file_download_size: 2097152").limits().fileBytes())
                .isEqualTo(2L << 20);
        assertThatThrownBy(() -> service("service.max_file_download_size: 2 GB"))
                .hasMessageContaining("service.max_file_download_size: must be a number of bytes, but is '2 GB'");
    }

    @Test
    void namesInOneLineWhatHasNoEffect() {
        List<String> warnings = settings("elasticsearch: {ssl: true, log_level: info, bulk.queue_max_size: 2048}\n"
                        + "service.fips_mode: false")
                .warnings();

        assertThat(warnings)
                .containsExactly(folder.resolve("config.yml")
                        + ": without effect in Leat: elasticsearch.ssl, elasticsearch.log_level,"
                        + " elasticsearch.bulk.queue_max_size, service.fips_mode");
    }

    @Test
    void saysInOneLineWhyAFileCannotBeRead() throws IOException {
        Path latin = Files.write(folder.resolve("latin.yml"), new byte[] {'a', ':', ' ', (byte) 0xe4});

        assertThatThrownBy(() -> IngestSettings.read(Optional.of(folder), Map.of(), null))
                .hasMessage(folder + ": is a folder; name a file in it");
        assertThatThrownBy(() -> IngestSettings.read(Optional.of(latin), Map.of(), null))
                .hasMessage(latin + ": is not written in UTF-8; save it as UTF-8");
        assertThatThrownBy(() -> IngestSettings.read(Optional.of(folder.resolve("no.yml")), Map.of(), null))
                .hasMessage(folder.resolve("no.yml") + ": there is no such file");
    }
}
