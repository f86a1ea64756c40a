package dev.leat.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A real Cassandra that runs on this machine as a process of its own and listens on loopback only. Thread-safe.
 *
 * <p>{@link #start} fetches the jars when they are needed for the first time (about 60 MB), starts the node on a JDK 17 as
 * an ordinary user (as {@code nobody} when this process is root) and returns when it answers. A start on a data
 * directory whose node runs already, whoever started it, gives that node and changes nothing. Data outlives the node.
 * One that is killed may lose what it acknowledged in the last 100 ms or so: it marks its commit log that often, and reads no
 * further than the last mark. With the settings {@code commitlog_sync: batch} and {@code commitlog_sync_period: 0ms} it
 * acknowledges nothing that it could lose, and is slower.
 *
 * <p>Environment: as for {@link LocalElasticsearch}; {@code LEAT_JAVA_HOME} counts when it is a JDK 17.
 */
public final class LocalCassandra implements AutoCloseable {
    /** The release that runs. */
    public static final String VERSION = "5.0.9";

    private final NodeFiles files;
    private final InetSocketAddress address;
    private final long pid;
    private final @Nullable CassandraAccess access;
    private final @Nullable OwnedProcess owned;

    LocalCassandra(
            NodeFiles files,
            InetSocketAddress address,
            long pid,
            @Nullable CassandraAccess access,
            @Nullable OwnedProcess owned) {
        this.files = files;
        this.address = address;
        this.pid = pid;
        this.access = access;
        this.owned = owned;
    }

    /**
     * Starts a node, or finds the one that runs on the data directory, and blocks until it is ready.
     *
     * @throws LocalException if that cannot be; the message says what to do
     */
    public static LocalCassandra start(CassandraOptions options, ProgressListener listener) {
        return new CassandraStarter(options, listener, Machine.current()).start();
    }

    /** As {@link #start(CassandraOptions, ProgressListener)}, without hearing of the progress. */
    public static LocalCassandra start(CassandraOptions options) {
        return start(options, ProgressListener.silent());
    }

    /** How it stands with the node of a data directory; quick, and changes nothing. */
    public static CassandraState find(Path dataDirectory) {
        NodeFiles files = filesOf(dataDirectory);
        NodeRecord record = NodeRecord.read(files);
        if (record == null) {
            return new CassandraState.Stopped();
        }
        NodeProcesses processes = new NodeProcesses(files, Pause.real());
        long pid = files.serverPid();
        if (processes.isOurs(pid)) {
            InetSocketAddress address = CassandraStarter.address(record.port());
            return CqlConnection.isListening(address)
                    ? new CassandraState.Running(address, pid, record.clusterName(), record.security())
                    : new CassandraState.Starting(pid);
        }
        return processes.isOurs(record.launcherPid())
                ? new CassandraState.Starting(record.launcherPid())
                : new CassandraState.Stale();
    }

    /**
     * Stops the node of a data directory, whoever started it, and waits for its end. Does nothing if none runs.
     *
     * @return how it stood before
     * @throws LocalException if it does not end
     */
    public static CassandraState stop(Path dataDirectory) {
        CassandraState before = find(dataDirectory);
        filesOf(dataDirectory).stopNode();
        return before;
    }

    /**
     * Stops the node of a data directory and removes the directory with all that the node kept. Does nothing if there is
     * no such directory.
     *
     * @throws LocalException if the node does not end, or the directory is none of a node's
     */
    public static void destroy(Path dataDirectory) {
        filesOf(dataDirectory).destroy();
    }

    private static NodeFiles filesOf(Path dataDirectory) {
        return NodeFiles.of(NodeKind.CASSANDRA, dataDirectory);
    }

    /** Where this user's local node keeps its data unless told otherwise. */
    public static Path defaultDataDirectory() {
        return Machine.current().dataDirectory().resolve("cassandra");
    }

    /** Where clients connect to. */
    public InetSocketAddress address() {
        return address;
    }

    /** The process of the server. */
    public long pid() {
        return pid;
    }

    /** The data centre that a driver has to name. */
    public String datacenter() {
        return "datacenter1";
    }

    /** Where the node keeps data, configuration and logs. */
    public Path dataDirectory() {
        return files.directory();
    }

    /** What a client needs to get in; nothing when the node is not secured. */
    public @Nullable CassandraAccess access() {
        return access;
    }

    /**
     * Runs one CQL statement and drops its rows: for keyspaces and tables of tests, where no driver is at hand.
     *
     * @throws LocalException if the node refuses it
     */
    public void execute(String cql) {
        try (CqlConnection connection = CqlConnection.open(address, access)) {
            connection.query(cql);
        } catch (IOException e) {
            throw new LocalException(
                    LocalException.Reason.NODE_REFUSED,
                    "Cassandra at " + address + " gave no answer to a statement: " + e.getMessage(),
                    e);
        }
    }

    /** Stops the node, also one that is detached, and waits for its end. */
    public void stop() {
        if (owned == null) {
            stop(files.directory());
        } else {
            owned.stop();
        }
    }

    /** Stops the node if this object owns it; one that is detached, or was running before, lives on. */
    @Override
    public void close() {
        if (owned != null) {
            owned.stop();
        }
    }

    @Override
    public String toString() {
        return "Cassandra " + VERSION + " at " + address.getHostString() + ":" + address.getPort() + " (pid " + pid
                + ")";
    }
}
