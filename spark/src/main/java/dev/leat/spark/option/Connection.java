package dev.leat.spark.option;

import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.cluster.Tls;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the cluster, in a form that travels to Spark's workers: secrets and certificates by value, read on the
 * driver. It never prints a secret.
 *
 * @param nodes URLs with commas between
 * @param user together with {@code password}
 * @param apiKey encoded
 * @param certificates the text (PEM) of the certificates to trust
 * @param fingerprint of a certificate to trust
 */
public record Connection(
        String nodes,
        @Nullable String user,
        @Nullable String password,
        @Nullable String apiKey,
        @Nullable String certificates,
        @Nullable String fingerprint,
        Duration patience)
        implements Serializable {

    /** Without credentials, trusting whom the JDK trusts. */
    public static Connection of(String nodes) {
        return new Connection(nodes, null, null, null, null, null, Duration.ofMinutes(1));
    }

    /** Makes a connection ready; nothing is sent. */
    public Cluster connect() {
        ClusterSettings settings =
                ClusterSettings.of(nodes).withCredentials(credentials()).withRetryPolicy(RetryPolicy.within(patience));
        if (certificates == null) {
            return Cluster.connect(fingerprint == null ? settings : settings.withTls(Tls.trusting(fingerprint)));
        }
        try {
            Path file = Files.createTempFile("leat-ca", ".pem");
            try {
                Files.writeString(file, certificates);
                return Cluster.connect(settings.withTls(Tls.trusting(file)));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the certificates could not be put into a temporary file", e);
        }
    }

    private Credentials credentials() {
        if (apiKey != null) {
            return Credentials.apiKey(apiKey);
        }
        return user == null || password == null ? Credentials.none() : Credentials.basic(user, password);
    }

    @Override
    public String toString() {
        return nodes;
    }
}
