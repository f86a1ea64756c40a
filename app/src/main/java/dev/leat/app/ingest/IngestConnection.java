package dev.leat.app.ingest;

import dev.leat.app.file.FileTrouble;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Secret;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.cluster.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads where the cluster is and who asks, from the section {@code elasticsearch}: the keys of Elastic's service and those
 * of {@code leat.yml}. The variables that all of Leat knows ({@code LEAT_ELASTICSEARCH_URL}, {@code LEAT_API_KEY}…) win.
 */
final class IngestConnection {

    private static final String SECTION = "elasticsearch.";
    private static final String USER = "elastic";
    private static final String PASSWORD = "changeme";

    private final IngestFile file;
    private final SecretText secrets;
    private final Map<String, String> environment;

    IngestConnection(IngestFile file, SecretText secrets, Map<String, String> environment) {
        this.file = file;
        this.secrets = secrets;
        this.environment = environment;
    }

    /** The settings; null when they are wrong, which is reported. */
    @Nullable
    ClusterSettings read(Duration timeout) {
        String url = url().orElse("http://localhost:9200");
        Credentials credentials = credentials();
        Tls tls = tls();
        if (!file.flag(SECTION + "verify_certs", true)) {
            file.problem(
                    SECTION + "verify_certs",
                    "certificates are always verified; name the authority with ca_certs, or its SHA-256 with"
                            + " ca_fingerprint");
        }
        try {
            return ClusterSettings.of(url)
                    .withCredentials(credentials)
                    .withTls(tls)
                    .withRequestTimeout(timeout)
                    .withHeaders(file.section(SECTION + "headers"))
                    .withRetryPolicy(RetryPolicy.untilAvailable());
        } catch (ConfigException e) {
            file.problems(e);
            return null;
        }
    }

    /** Whether it is said where the cluster is. */
    boolean isClusterNamed() {
        return url().isPresent();
    }

    private Optional<String> url() {
        return variable("LEAT_ELASTICSEARCH_URL")
                .or(() -> file.text(SECTION + "host"))
                .or(() -> Optional.of(String.join(",", file.texts(SECTION + "url")))
                        .filter(text -> !text.isEmpty()));
    }

    private Credentials credentials() {
        Optional<Secret> key = secret("LEAT_API_KEY", "api_key");
        if (key.isPresent()) {
            boolean isDefault = file.text(SECTION + "username").orElse(USER).equals(USER)
                    && file.text(SECTION + "password").orElse(PASSWORD).equals(PASSWORD);
            if (!isDefault) {
                file.warn(SECTION + "api_key", "is used; username and password have no effect beside it");
            }
            return new Credentials.ApiKey(encoded(key.get()));
        }
        String user = variable("LEAT_USERNAME")
                .or(() -> file.text(SECTION + "username"))
                .orElse(USER);
        Secret password = secret("LEAT_PASSWORD", "password").orElse(new Secret(PASSWORD));
        return new Credentials.Basic(user, password);
    }

    /** {@code id:key} is what some tools show; Elasticsearch wants both together in base64. */
    static Secret encoded(Secret key) {
        String text = key.reveal();
        return text.contains(":")
                ? new Secret(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                : key;
    }

    private Optional<Secret> secret(String variable, String key) {
        Optional<Secret> ofVariable = variable(variable)
                .map(Secret::new)
                .or(() -> variable(variable + "_FILE").flatMap(path -> content(variable + "_FILE", path)));
        return ofVariable
                .or(() -> file.text(SECTION + key)
                        .flatMap(text -> Optional.ofNullable(secrets.resolve(SECTION + key, text))))
                .or(() -> file.text(SECTION + key + "_file").flatMap(path -> content(SECTION + key + "_file", path)));
    }

    private Optional<Secret> content(String key, String path) {
        try {
            return Optional.of(new Secret(Files.readString(Path.of(path)).strip()));
        } catch (IOException e) {
            file.problem(key, path + ": " + FileTrouble.reading(Path.of(path), e));
            return Optional.empty();
        }
    }

    private Tls tls() {
        Path ca = variable("LEAT_CA")
                .flatMap(path -> readable("LEAT_CA", Path.of(path)))
                .or(() -> path("ca"))
                .or(() -> path("ca_certs"))
                .orElse(null);
        Path certificate = path("client_certificate").orElse(null);
        Path clientKey = path("client_key").orElse(null);
        if ((certificate == null) != (clientKey == null)) {
            file.problem(SECTION + "client_certificate", "and client_key belong together; one is missing");
        }
        return new Tls(ca, file.text(SECTION + "ca_fingerprint").orElse(null), certificate, clientKey);
    }

    private Optional<Path> path(String key) {
        return file.text(SECTION + key).flatMap(path -> readable(SECTION + key, Path.of(path)));
    }

    private Optional<Path> readable(String key, Path path) {
        if (!Files.isReadable(path)) {
            file.problem(key, path + (Files.exists(path) ? " cannot be read" : " does not exist"));
        }
        return Optional.of(path);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
