package dev.leat.cassandra.table;

import com.datastax.dse.driver.api.core.config.DseDriverOption;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A connection to a Cassandra cluster, for any number of tables. Thread-safe. */
public final class CassandraConnection implements AutoCloseable {
    private static final Pattern HOST = Pattern.compile(
            "(\\[(?<v6>[^\\]]+)\\]|(?<bare>[^:\\s]+)|(?<bare6>[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))"
                    + "(:(?<port>\\d{1,5}))?");

    private final CqlSession session;
    private final ConnectionSettings settings;

    private CassandraConnection(CqlSession session, ConnectionSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    /**
     * Connects; blocks until the first node answers.
     *
     * @throws ConfigException if a setting cannot be used
     * @throws dev.leat.elastic.UnavailableException if no node can be reached
     * @throws dev.leat.elastic.RejectedException if the user is refused
     */
    public static CassandraConnection open(ConnectionSettings settings) {
        CqlSessionBuilder builder = CqlSession.builder().withConfigLoader(configuration(settings));
        for (String point : settings.contactPoints()) {
            builder = builder.addContactPoint(address(point));
        }
        if (settings.datacenter() != null) {
            builder = builder.withLocalDatacenter(settings.datacenter());
        }
        if (settings.credentials() instanceof Credentials.Basic user) {
            builder = builder.withAuthCredentials(user.user(), user.password().reveal());
        }
        if (settings.tls() != null) {
            builder = builder.withSslEngineFactory(
                    new ProgrammaticSslEngineFactory(settings.tls().sslContext(), null, true));
        }
        try {
            CassandraConnection connection = new CassandraConnection(builder.build(), settings);
            connection.requireDatacenter();
            return connection;
        } catch (DriverException e) {
            throw DriverErrors.translate("Cannot connect to Cassandra at " + settings.contactPoints(), e);
        } catch (IllegalStateException e) {
            // The contact points are in several data centres.
            throw new ConfigException("datacenter", DriverErrors.message(e));
        }
    }

    private void requireDatacenter() {
        Set<String> there = session.getMetadata().getNodes().values().stream()
                .map(node -> String.valueOf(node.getDatacenter()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (settings.datacenter() != null && !there.contains(settings.datacenter())) {
            session.close();
            throw new ConfigException(
                    "datacenter", "no node is in \"" + settings.datacenter() + "\"; there are " + there);
        }
    }

    private static DriverConfigLoader configuration(ConnectionSettings settings) {
        String consistency = settings.consistency().toUpperCase(Locale.ROOT);
        if (Arrays.stream(DefaultConsistencyLevel.values())
                .noneMatch(level -> level.name().equals(consistency) && !level.isSerial())) {
            throw new ConfigException(
                    "consistency",
                    "\"" + settings.consistency()
                            + "\" is no consistency level; use LOCAL_QUORUM, QUORUM or LOCAL_ONE");
        }
        var configuration = DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, consistency)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, settings.timeout())
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, settings.timeout())
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, settings.timeout())
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, settings.timeout())
                // Nothing comes after the last request: a close need not wait two seconds for it.
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                // Nobody is told what runs here.
                .withBoolean(DseDriverOption.MONITOR_REPORTING_ENABLED, false);
        if (settings.datacenter() == null) {
            configuration = configuration.withString(
                    DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS, "DcInferringLoadBalancingPolicy");
        }
        return configuration.build();
    }

    @SuppressWarnings("AddressSelection") // one of a host's addresses is enough: its node names all others
    static InetSocketAddress address(String point) {
        Matcher host = HOST.matcher(point.strip());
        int port = 0;
        if (host.matches()) {
            port = host.group("port") == null ? ConnectionSettings.DEFAULT_PORT : Integer.parseInt(host.group("port"));
        }
        if (port < 1 || port > 65_535) {
            throw new ConfigException(
                    "contact_points", "\"" + point + "\" is no host with or without a port, such as db.example:9042");
        }
        String name = host.group("v6") == null ? host.group("bare") : host.group("v6");
        InetSocketAddress address = new InetSocketAddress(name == null ? host.group("bare6") : name, port);
        if (address.isUnresolved()) {
            throw new ConfigException(
                    "contact_points", "the host \"" + address.getHostString() + "\" is not known; correct it");
        }
        return address;
    }

    CqlSession session() {
        return session;
    }

    ConnectionSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        session.close();
    }
}
