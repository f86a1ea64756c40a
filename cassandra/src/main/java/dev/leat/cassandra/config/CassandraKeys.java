package dev.leat.cassandra.config;

import dev.leat.cassandra.table.ConnectionSettings;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Secret;
import dev.leat.elastic.cluster.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code sync.cassandra}: how to reach the cluster, and as whom. */
record CassandraKeys(Section sync, Secrets secrets) {

    private static final String PREFIX = "cassandra.";

    /** The settings; null when something is wrong, which is reported. */
    @Nullable
    ConnectionSettings read() {
        List<String> contactPoints = sync.texts(PREFIX + "contact_points");
        if (contactPoints.isEmpty()) {
            sync.problem(PREFIX + "contact_points", "is missing; name at least one host of Cassandra");
        }
        ConnectionSettings standard = ConnectionSettings.of(List.of("localhost"));
        Optional<String> datacenter = sync.text(PREFIX + "datacenter");
        Credentials credentials = credentials();
        Tls tls = tls();
        String consistency = sync.text(PREFIX + "consistency").orElse(standard.consistency());
        var timeout = sync.duration(PREFIX + "request_timeout", standard.timeout());
        int concurrency = sync.integer(PREFIX + "concurrency", standard.concurrency(), 1);
        return contactPoints.isEmpty()
                ? null
                : new ConnectionSettings(
                        contactPoints, datacenter.orElse(null), credentials, tls, consistency, timeout, concurrency);
    }

    private Credentials credentials() {
        Optional<String> user = sync.text(PREFIX + "username");
        Optional<String> password = sync.text(PREFIX + "password");
        Optional<String> file = sync.text(PREFIX + "password_file");
        if (password.isPresent() && file.isPresent()) {
            sync.problem(PREFIX + "password_file", "given together with password; leave one out");
        }
        if (user.isEmpty() && (password.isPresent() || file.isPresent())) {
            sync.problem(PREFIX + "username", "is missing, and there is a password; name the user");
        }
        if (user.isPresent() && password.isEmpty() && file.isEmpty()) {
            sync.problem(
                    PREFIX + "password",
                    "is missing for the user '" + user.get() + "'; give password_file, or password: ${env:NAME}");
        }
        Secret secret = password.map(text -> resolve(PREFIX + "password", text))
                .or(() -> file.map(name -> resolve(PREFIX + "password_file", "${file:" + name + "}")))
                .orElse(null);
        return user.isPresent() && secret != null ? new Credentials.Basic(user.get(), secret) : Credentials.none();
    }

    private @Nullable Secret resolve(String key, String reference) {
        try {
            return secrets.resolve(sync.name(key), reference);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> sync.problem(key, problem.message()));
            return null;
        }
    }

    private @Nullable Tls tls() {
        Path ca = readable("ca");
        Path certificate = readable("client_certificate");
        Path key = readable("client_key");
        if ((certificate == null) != (key == null)) {
            sync.problem(
                    PREFIX + (certificate == null ? "client_certificate" : "client_key"),
                    "is missing; a client certificate and its key belong together");
        }
        boolean isOn = sync.flag(PREFIX + "tls", ca != null || certificate != null);
        if (!isOn && (ca != null || certificate != null)) {
            sync.problem(PREFIX + "tls", "is false, and certificates are given; leave one out");
        }
        return isOn ? new Tls(ca, null, certificate, key) : null;
    }

    private @Nullable Path readable(String key) {
        Path path = sync.path(PREFIX + key);
        if (path != null && !Files.isReadable(path)) {
            sync.problem(
                    PREFIX + key,
                    path + (Files.exists(path) ? " cannot be read" : " does not exist") + "; name a PEM file");
            return null;
        }
        return path;
    }
}
