package dev.leat.local;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A real Elasticsearch that runs on this machine as a process of its own and listens on loopback only. Thread-safe.
 *
 * <p>{@link #start} fetches the distribution when it is needed for the first time (about 170 MB), starts the node as an
 * ordinary user (as {@code nobody} when this process is root) and returns when it answers. A start on a data directory
 * whose node runs already, whoever started it, gives that node and changes nothing. Data outlives the node.
 *
 * <p>Environment: {@code LEAT_MAVEN_REPOSITORY} where the distribution comes from, {@code LEAT_CACHE} where it is kept,
 * {@code LEAT_DATA} where data is kept unless an option says so, {@code LEAT_JAVA_HOME} the JDK that runs the node.
 */
public final class LocalElasticsearch implements AutoCloseable {
    private final NodeFiles files;
    private final ElasticsearchVersion version;
    private final URI url;
    private final long pid;
    private final @Nullable NodeAccess access;
    private final @Nullable OwnedProcess owned;

    LocalElasticsearch(
            NodeFiles files,
            ElasticsearchVersion version,
            URI url,
            long pid,
            @Nullable NodeAccess access,
            @Nullable OwnedProcess owned) {
        this.files = files;
        this.version = version;
        this.url = url;
        this.pid = pid;
        this.access = access;
        this.owned = owned;
    }

    /**
     * Starts a node, or finds the one that runs on the data directory, and blocks until it is ready.
     *
     * @throws LocalException if that cannot be; the message says what to do
     */
    public static LocalElasticsearch start(LocalOptions options, ProgressListener listener) {
        return new NodeStarter(options, listener, Machine.current()).start();
    }

    /** As {@link #start(LocalOptions, ProgressListener)}, without hearing of the progress. */
    public static LocalElasticsearch start(LocalOptions options) {
        return start(options, ProgressListener.silent());
    }

    /** How it stands with the node of a data directory; quick, and changes nothing. */
    public static NodeState find(Path dataDirectory) {
        return NodeFinder.state(filesOf(dataDirectory));
    }

    /**
     * What a client needs to get into the secured node of a data directory; nothing if there is none.
     *
     * @throws LocalException if the secrets belong to another user
     */
    public static @Nullable NodeAccess access(Path dataDirectory) {
        NodeFiles files = filesOf(dataDirectory);
        NodeSecrets secrets = NodeSecrets.read(files.secrets());
        return secrets == null
                ? null
                : new NodeAccess(files.caCertificate(), NodeSecrets.USER, secrets.password(), secrets.apiKey());
    }

    /**
     * Stops the node of a data directory, whoever started it, and waits for its end. Does nothing if none runs.
     *
     * @return how it stood before
     * @throws LocalException if it does not end
     */
    public static NodeState stop(Path dataDirectory) {
        NodeFiles files = filesOf(dataDirectory);
        NodeState before = NodeFinder.state(files);
        files.stopNode();
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
        return NodeFiles.of(NodeKind.ELASTICSEARCH, dataDirectory);
    }

    /** Where this user's local node keeps its data unless told otherwise. */
    public static Path defaultDataDirectory() {
        return Machine.current().dataDirectory().resolve("elasticsearch");
    }

    /** The address of the HTTP interface, such as {@code http://127.0.0.1:9200}. */
    public URI url() {
        return url;
    }

    /** The process of the server. */
    public long pid() {
        return pid;
    }

    /** The release that runs. */
    public ElasticsearchVersion version() {
        return version;
    }

    /** Where the node keeps data, configuration and logs. */
    public Path dataDirectory() {
        return files.directory();
    }

    /** What a client needs to get in; nothing when the node is not secured. */
    public @Nullable NodeAccess access() {
        return access;
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
        return "Elasticsearch " + version.number() + " at " + url + " (pid " + pid + ")";
    }
}
