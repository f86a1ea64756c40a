package dev.leat.cassandra.table;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Tls;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Cassandra cluster. Immutable; refine it with the {@code with…} methods.
 *
 * @param contactPoints hosts with or without a port, which is 9042 unless it is given
 * @param datacenter the data centre to talk to; null takes that of the contact points
 * @param credentials none, or a user with a password
 * @param tls whom to trust; null connects without TLS
 * @param consistency the consistency level of reads and writes
 * @param timeout how long one request may take
 * @param concurrency how many requests may be under way at once
 */
public record ConnectionSettings(
        List<String> contactPoints,
        @Nullable String datacenter,
        Credentials credentials,
        @Nullable Tls tls,
        String consistency,
        Duration timeout,
        int concurrency) {
    static final int DEFAULT_PORT = 9042;

    /** Checks the values. */
    public ConnectionSettings {
        contactPoints = List.copyOf(contactPoints);
        if (contactPoints.isEmpty()) {
            throw new ConfigException("contact_points", "names no host; give at least one");
        }
        if (!(credentials instanceof Credentials.None) && !(credentials instanceof Credentials.Basic)) {
            throw new ConfigException("credentials", "Cassandra takes a user and a password, nothing else");
        }
        if (concurrency < 1) {
            throw new ConfigException("concurrency", concurrency + " is too small; use 1 or more");
        }
    }

    /** No credentials, no TLS, {@code LOCAL_QUORUM}, 10 s, 128 requests at once. */
    public static ConnectionSettings of(List<String> contactPoints) {
        return new ConnectionSettings(
                contactPoints, null, Credentials.none(), null, "LOCAL_QUORUM", Duration.ofSeconds(10), 128);
    }

    /** The same with a data centre that is named. */
    public ConnectionSettings withDatacenter(String changed) {
        return new ConnectionSettings(contactPoints, changed, credentials, tls, consistency, timeout, concurrency);
    }

    /** The same with other credentials. */
    public ConnectionSettings withCredentials(Credentials changed) {
        return new ConnectionSettings(contactPoints, datacenter, changed, tls, consistency, timeout, concurrency);
    }

    /** The same over TLS. */
    public ConnectionSettings withTls(Tls changed) {
        return new ConnectionSettings(
                contactPoints, datacenter, credentials, changed, consistency, timeout, concurrency);
    }

    /** The same with another consistency level. */
    public ConnectionSettings withConsistency(String changed) {
        return new ConnectionSettings(contactPoints, datacenter, credentials, tls, changed, timeout, concurrency);
    }

    /** The same with another limit for one request. */
    public ConnectionSettings withTimeout(Duration changed) {
        return new ConnectionSettings(contactPoints, datacenter, credentials, tls, consistency, changed, concurrency);
    }
}
