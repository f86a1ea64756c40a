package dev.leat.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Secret;
import dev.leat.elastic.cluster.ClusterSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionSettingsTest {

    private final GlobalOptions options = new GlobalOptions();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    private Optional<LocalNode> local = Optional.empty();
    private Optional<Path> file = Optional.empty();

    @Test
    void takesEachSettingFromTheFirstThatHasIt() throws IOException {
        file = Optional.of(file("leat.yml", "elasticsearch: {url: http://file:1, request_timeout: 5s}"));
        assertThat(resolve().nodes()).containsExactly(URI.create("http://file:1"));

        environment.put("LEAT_ELASTICSEARCH_URL", "http://environment:2");
        assertThat(resolve().nodes()).containsExactly(URI.create("http://environment:2"));

        options.elasticsearch = "http://option:3";
        assertThat(resolve().nodes()).containsExactly(URI.create("http://option:3"));
        assertThat(resolve().requestTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void readsSeveralNodesFromTheFile() throws IOException {
        file = Optional.of(file("leat.yml", "elasticsearch:\n  url: [http://one:1, http://two:2]\n"));

        assertThat(resolve().nodes()).containsExactly(URI.create("http://one:1"), URI.create("http://two:2"));
    }

    @Test
    void usesTheLocalNodeWithItsOwnSecrets() throws IOException {
        Path ca = file("ca.crt", "certificate");
        local = Optional.of(new LocalNode(URI.create("https://127.0.0.1:9200"), ca, new Secret("key")));

        ConnectionSettings.Resolved resolved = settings().resolve();

        assertThat(resolved.isLocalByDefault()).isTrue();
        assertThat(resolved.settings().credentials()).isEqualTo(Credentials.apiKey("key"));
        assertThat(resolved.settings().tls().caFile()).isEqualTo(ca);
    }

    @Test
    void givesTheSecretsOfTheLocalNodeToNobodyElse() throws IOException {
        local = Optional.of(
                new LocalNode(URI.create("https://127.0.0.1:9200"), file("ca.crt", "certificate"), new Secret("key")));
        options.elasticsearch = "https://elsewhere:9200";

        assertThat(resolve().credentials()).isEqualTo(Credentials.none());
        assertThat(resolve().tls().caFile()).isNull();
    }

    @Test
    void tellsHowToStartOneWhenThereIsNone() {
        assertThatThrownBy(this::resolve)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("give --elasticsearch URL, or start one with 'leat elasticsearch start'");
    }

    @Test
    void readsSecretsFromFilesAndTheEnvironment() throws IOException {
        options.elasticsearch = "http://x:1";
        options.apiKeyFile = file("key", "abc\n").toString();
        assertThat(resolve().credentials()).isEqualTo(Credentials.apiKey("abc"));

        options.apiKeyFile = null;
        options.username = "me";
        environment.put("LEAT_PASSWORD", "secret");
        assertThat(resolve().credentials()).isEqualTo(Credentials.basic("me", "secret"));

        options.passwordFile = "-";
        assertThat(resolve().credentials()).isEqualTo(Credentials.basic("me", "asked for Password of me"));
    }

    @Test
    void namesAllProblemsAtOnce() throws IOException {
        options.elasticsearch = "http://x:1";
        options.username = "me";
        options.ca = "/nowhere/ca.crt";
        environment.put("LEAT_REQUEST_TIMEOUT", "soon");

        assertThatThrownBy(this::resolve)
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(Object::toString)
                                .containsExactly(
                                        "--username: a user without a password; add --password-file FILE ('-' asks) or"
                                                + " set LEAT_PASSWORD",
                                        "--ca: /nowhere/ca.crt does not exist",
                                        "LEAT_REQUEST_TIMEOUT: 'soon' is no duration; write 90s or 2m"));
    }

    @Test
    void refusesTwoWaysToBeKnown() {
        options.elasticsearch = "http://x:1";
        options.apiKeyFile = "key";
        options.username = "me";

        assertThatThrownBy(this::resolve).hasMessageContaining("a user and an API key are given; which one is meant?");
    }

    @Test
    void refusesKeysOfTheFileThatMeanNothing() throws IOException {
        file = Optional.of(file("leat.yml", "elasticsearh: {}\nelasticsearch: {ulr: x, password: y, ca: [1]}\n"));

        assertThatThrownBy(this::resolve)
                .hasMessageContaining("elasticsearh: unknown key, did you mean 'elasticsearch'?")
                .hasMessageContaining("elasticsearch.ulr: unknown key, did you mean 'url'?")
                .hasMessageContaining("elasticsearch.password: a secret does not stand here")
                .hasMessageContaining("elasticsearch.ca: must be one value");
    }

    @Test
    void leavesToTheServiceWhatOnlyThatHasToKnow() throws IOException {
        String text = "elasticsearch: {url: 'http://x:1', bulk: {chunk_size: 300}}\nservice: {idling: 3}\n";
        file = Optional.of(file("leat.yml", text + "connectors: []\nsources: {a: b.C}\n"));
        URI ofOurs = resolve().nodes().getFirst();
        file = Optional.of(file("config.yml", text + "whatever: 1\n"));

        assertThat(ofOurs).isEqualTo(URI.create("http://x:1"));
        assertThat(resolve().nodes().getFirst()).isEqualTo(ofOurs);
    }

    @Test
    void namesTheLineOfAFileThatIsNoYaml() throws IOException {
        file = Optional.of(file("leat.yml", "elasticsearch:\n  url: [1\n"));

        assertThatThrownBy(this::resolve).hasMessageContaining("leat.yml, line 2: not valid YAML");
    }

    @Test
    void acceptsAFileOfCommentsOnly() throws IOException {
        file = Optional.of(file("leat.yml", "# nothing\n"));
        options.elasticsearch = "http://x:1";

        assertThat(resolve().nodes()).hasSize(1);
    }

    private ClusterSettings resolve() {
        return settings().resolve().settings();
    }

    private ConnectionSettings settings() {
        return new ConnectionSettings(options, environment, file, () -> local, what -> new Secret("asked for " + what));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
