package dev.leat.local;

import dev.leat.local.LocalOptions.Lifetime;
import dev.leat.local.LocalOptions.Security;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What this module notes down about the node of a data directory when it starts it, so that other processes find it.
 *
 * @param version the release that runs, as {@link NodeKind#knows} understands it
 * @param port the port that was given to the node; 0 when it chooses one itself
 * @param launcherPid the process that was started; 0 before there is one
 * @param ownerPid the process that an owned node ends with
 * @param ownerStartMillis when that process started, since pids are used again
 */
record NodeRecord(
        String version,
        String clusterName,
        Security security,
        Lifetime lifetime,
        int port,
        long launcherPid,
        long ownerPid,
        long ownerStartMillis) {
    // The start of a process is known to the hundredth of a second, but the clock it is derived from may be adjusted.
    private static final long CLOCK_SLACK_MILLIS = 2_000;

    static NodeRecord of(LocalOptions options) {
        return ofThisProcess(
                options.version().name(), options.clusterName(), options.security(), options.lifetime(), 0);
    }

    /** A node that this process is about to start. */
    static NodeRecord ofThisProcess(
            String version, String clusterName, Security security, Lifetime lifetime, int port) {
        return new NodeRecord(
                version,
                clusterName,
                security,
                lifetime,
                port,
                0,
                ProcessHandle.current().pid(),
                startMillis(ProcessHandle.current()));
    }

    NodeRecord withLauncherPid(long pid) {
        return new NodeRecord(version, clusterName, security, lifetime, port, pid, ownerPid, ownerStartMillis);
    }

    /** Whether the node should not run any more, because the process that it ends with has ended. */
    boolean isOrphan() {
        return lifetime == Lifetime.OWNED
                && ProcessHandle.of(ownerPid)
                        .filter(owner -> Math.abs(startMillis(owner) - ownerStartMillis) <= CLOCK_SLACK_MILLIS)
                        .isEmpty();
    }

    private static long startMillis(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
    }

    /** The release of Elasticsearch that it is a record of. */
    ElasticsearchVersion elasticsearch() {
        return ElasticsearchVersion.valueOf(version);
    }

    /** The record of a data directory; nothing if there is none, or it is not about a node of that kind. */
    static @Nullable NodeRecord read(NodeFiles files) {
        NodeRecord record = read(files.record());
        return record != null && files.kind().knows(record.version()) ? record : null;
    }

    private static @Nullable NodeRecord read(Path file) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return new NodeRecord(
                    properties.getProperty("version", ""),
                    properties.getProperty("cluster_name", ""),
                    Security.valueOf(properties.getProperty("security", "")),
                    Lifetime.valueOf(properties.getProperty("lifetime", "")),
                    Integer.parseInt(properties.getProperty("port", "0")),
                    Long.parseLong(properties.getProperty("launcher_pid", "")),
                    Long.parseLong(properties.getProperty("owner_pid", "")),
                    Long.parseLong(properties.getProperty("owner_start_millis", "")));
        } catch (IOException e) {
            throw LocalException.file("Cannot read " + file, e);
        } catch (IllegalArgumentException e) {
            // Not ours or of another time: then there is nothing that it could tell.
            return null;
        }
    }

    void write(Path file) {
        Properties properties = new Properties();
        properties.setProperty("version", version);
        properties.setProperty("cluster_name", clusterName);
        properties.setProperty("security", security.name());
        properties.setProperty("lifetime", lifetime.name());
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("launcher_pid", Long.toString(launcherPid));
        properties.setProperty("owner_pid", Long.toString(ownerPid));
        properties.setProperty("owner_start_millis", Long.toString(ownerStartMillis));
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
            Files.writeString(partial, text.toString());
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw LocalException.file("Cannot write " + file, e);
        }
    }
}
