package dev.leat.testing;

import dev.leat.local.CassandraOptions;
import dev.leat.local.LocalCassandra;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The Cassandra that the tests of a JVM share: on loopback, without security, empty at first. Tests keep out of each
 * other's way by using keyspaces of their own ({@link #createKeyspace}). Thread-safe. It needs no driver: tests that read
 * rows bring one.
 */
public final class TestCassandra implements AutoCloseable {
    private final Path directory;
    private final LocalCassandra node;
    private final AtomicLong keyspaces = new AtomicLong();

    private TestCassandra(Path directory, LocalCassandra node) {
        this.directory = directory;
        this.node = node;
    }

    /** Starts a node. */
    static TestCassandra open() {
        Path directory = TestDirectories.create();
        return new TestCassandra(directory, LocalCassandra.start(CassandraOptions.forTests(directory)));
    }

    /** Where clients connect to. */
    public InetSocketAddress address() {
        return node.address();
    }

    /** The address as settings have it, such as {@code 127.0.0.1:9042}. */
    public String contactPoint() {
        return node.address().getAddress().getHostAddress() + ":"
                + node.address().getPort();
    }

    /** The data centre that a driver has to name. */
    public String datacenter() {
        return node.datacenter();
    }

    /** Makes a keyspace that no other test uses, and gives its name. */
    public String createKeyspace(String name) {
        String keyspace = name.toLowerCase(Locale.ROOT) + "_" + keyspaces.incrementAndGet();
        execute("CREATE KEYSPACE " + keyspace
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        return keyspace;
    }

    /** Runs one CQL statement and drops its rows. */
    public void execute(String cql) {
        node.execute(cql);
    }

    @Override
    public void close() {
        node.close();
        LocalCassandra.destroy(directory);
    }
}
