package dev.leat.elastic.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, http://localhost:9200",
        "localhost:9201, http://localhost:9201",
        "http://es, http://es:9200",
        "https://es, https://es:443",
        "https://es:9243/prefix/, https://es:9243/prefix",
        "http://[::1]:9200, http://[::1]:9200",
    })
    void completesWhatAUserWrites(String written, String meant) {
        assertThat(ClusterSettings.of(written).nodes()).containsExactly(URI.create(meant));
    }

    @Test
    void takesSeveralNodes() {
        assertThat(ClusterSettings.of("a, b:9300").nodes())
                .containsExactly(URI.create("http://a:9200"), URI.create("http://b:9300"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://es", "http://", "http://a b", "://"})
    void saysWhatAUrlLooksLike(String written) {
        assertThatThrownBy(() -> ClusterSettings.of(written))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not a URL; it looks like https://localhost:9200");
    }

    @Test
    void refusesAPasswordInAUrlWithoutRepeatingIt() {
        assertThatThrownBy(() -> ClusterSettings.of("https://ann:hunter2@es"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("give credentials by file or environment")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesNoNodeAtAll() {
        assertThatThrownBy(() -> ClusterSettings.of(" , ")).hasMessageContaining("give at least one");
    }

    @Test
    void showsNoHeaderOfItsOwn() {
        ClusterSettings settings = ClusterSettings.of("es").withHeaders(Map.of("X-Token", "hunter2"));

        assertThat(settings.toString()).contains("X-Token").doesNotContain("hunter2");
        assertThat(settings.withMaxConnections(2).headers()).containsOnlyKeys("X-Token");
    }

    @Test
    void refusesHeadersThatCannotBeSent() {
        assertThatThrownBy(() -> ClusterSettings.of("es").withHeaders(Map.of("X-Token", "a\r\nX-Other: b")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "headers: 'X-Token' cannot be sent: names and values of headers are one line of plain ASCII");
        assertThatThrownBy(() -> ClusterSettings.of("es").withHeaders(Map.of("Content-Type", "text/plain")))
                .hasMessage("headers: 'Content-Type' is set for each request as it needs it; leave it out");
    }
}
