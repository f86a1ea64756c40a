package dev.leat.spark.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.scan.Slicing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOptionsTest {

    @Test
    void readsOurNames(@TempDir Path directory) throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "secret\n");

        ReadOptions options = ReadOptions.parse(Map.of(
                "path", "places",
                "nodes", "https://one:9200,https://two:9200",
                "api-key-file", key.toString(),
                "query", "population:>1000",
                "fields", "name, user.*",
                "Slices", "8",
                "keep-alive", "90s",
                "on-mismatch", "first",
                "pushdown", "false"));

        assertThat(options.index()).isEqualTo("places");
        assertThat(options.connection().apiKey()).isEqualTo("secret");
        assertThat(options.query()).isEqualTo("{\"query_string\":{\"query\":\"population:>1000\"}}");
        assertThat(options.slicing()).isEqualTo(new Slicing.Count(8));
        assertThat(options.keepAlive()).isEqualTo(Duration.ofSeconds(90));
        assertThat(options.onMismatch()).isEqualTo(Mismatch.FIRST);
        assertThat(options.pushDown()).isEqualTo(PushDown.OFF);
        assertThat(options.fields().accepts("user.name")).isTrue();
        assertThat(options.fields().accepts("username")).isFalse();
        assertThat(options.toString()).doesNotContain("secret");
    }

    @Test
    void readsTheNamesOfElasticsearchForHadoop() {
        ReadOptions options = ReadOptions.parse(Map.ofEntries(
                Map.entry("es.nodes", "one, two:9201"),
                Map.entry("es.port", "9243"),
                Map.entry("es.net.ssl", "true"),
                Map.entry("es.nodes.wan.only", "true"),
                Map.entry("es.net.http.auth.user", "elastic"),
                Map.entry("es.net.http.auth.pass", "geheim"),
                Map.entry("es.query", "{\"query\":{\"term\":{\"k\":\"v\"}}}"),
                Map.entry("es.read.field.include", "a,b.*"),
                Map.entry("es.read.field.exclude", "b.c"),
                Map.entry("es.read.field.as.array.include", "tags:1,parts"),
                Map.entry("es.resource", "places/_doc")));

        assertThat(options.connection().nodes()).isEqualTo("https://one:9243,https://two:9201");
        assertThat(options.connection().user()).isEqualTo("elastic");
        assertThat(options.toString()).doesNotContain("geheim");
        assertThat(options.query()).isEqualTo("{\"term\":{\"k\":\"v\"}}");
        assertThat(options.fields().accepts("b.d")).isTrue();
        assertThat(options.fields().accepts("b.c")).isFalse();
        assertThat(options.isNamedArray("tags")).isTrue();
        assertThat(options.isNamedArray("parts.n")).isFalse();
        assertThat(options.index()).isEqualTo("places");
    }

    @Test
    void saysEverythingThatIsWrong() {
        assertThatThrownBy(() -> ReadOptions.parse(Map.of(
                        "slize", "4",
                        "arrays", "maybe",
                        "keep-alive", "soon",
                        "slices", "0",
                        "user", "elastic",
                        "es.net.ssl.cert.allow.self.signed", "true")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("slize: there is no such option; did you mean 'slices'?")
                .hasMessageContaining("arrays: is one of [auto, always, never, json], not 'maybe'")
                .hasMessageContaining("keep-alive: is a time such as '90s' or '5m', not 'soon'")
                .hasMessageContaining("slices: is a whole number 1 to 100000, not '0'")
                .hasMessageContaining("user: give both 'user' and 'password'")
                .hasMessageContaining("index: name the index to read")
                .hasMessageContaining("es.net.ssl.cert.allow.self.signed: certificates are always verified");
    }

    @Test
    void readsSeveralIndices() {
        assertThat(ReadOptions.parse(Map.of("paths", "[\"a\",\"b-*\"]")).index())
                .isEqualTo("a,b-*");
    }
}
