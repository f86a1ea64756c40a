package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import dev.leat.local.LocalOptions.Lifetime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every start of a node goes through: one process at a time looks at a data directory, finds the node that runs or
 * starts one, waits until it answers, and leaves nothing behind when it does not.
 *
 * @param product what is started, for messages, such as {@code Elasticsearch 9.4.3}
 */
record NodeStart(
        String product,
        NodeFiles files,
        NodeProcesses processes,
        Pause pause,
        Duration timeout,
        ProgressListener listener) {
    private static final Duration STEP = Duration.ofMillis(100);

    static NodeStart of(String product, NodeFiles files, Duration timeout, ProgressListener listener) {
        Pause pause = Pause.real();
        return new NodeStart(product, files, new NodeProcesses(files, pause), pause, timeout, listener);
    }

    /** Makes the data directory and refuses one, or a cache, that the node's user cannot enter. */
    void requireDirectories(RunAs user, Machine machine) {
        files.create();
        user.requireEntry(
                files.directory(),
                "The data directory",
                "choose one outside root's home, such as " + machine.dataDirectory());
        user.requireEntry(
                machine.cacheDirectory(), "The cache directory", "set LEAT_CACHE to an open one, or leave it unset");
    }

    /** Gives the node that runs on the data directory to {@code attach}, or starts one with {@code launch}. */
    @SuppressWarnings("try") // the lock is held, not used
    <N> N findOrLaunch(Function<NodeRecord, N> attach, Supplier<N> launch) {
        Runnable onWait = () ->
                listener.onProgress(new StartProgress.Waiting("another process that starts " + files.directory()));
        try (ProcessLock lock = ProcessLock.acquire(files.lock(), pause, onWait, timeout.multipliedBy(2))) {
            NodeRecord record = NodeRecord.read(files);
            if (record != null && record.isOrphan()) {
                processes.end(files.serverPid(), record.launcherPid());
            } else if (record != null && lives(record)) {
                return attach.apply(record);
            }
            return launch.get();
        }
    }

    /** Guards a process that was just started, and stops it unless {@code complete} succeeds. */
    <N> N guarded(Process process, NodeRecord record, Function<@Nullable OwnedProcess, N> complete) {
        OwnedProcess owned = OwnedProcess.guard(process, files, processes);
        boolean ready = false;
        try {
            record.withLauncherPid(process.pid()).write(files.record());
            N node = complete.apply(record.lifetime() == Lifetime.OWNED ? owned : null);
            ready = true;
            if (record.lifetime() == Lifetime.DETACHED) {
                owned.release();
            }
            return node;
        } finally {
            if (!ready) {
                owned.stop();
            }
        }
    }

    /**
     * Waits until the node answers.
     *
     * @param process the one that was started, nothing when another process did
     * @param probe gives what it answered, or nothing
     */
    <T> T awaitReady(@Nullable Process process, NodeRecord record, Supplier<@Nullable T> probe) {
        NodeLog log = NodeLog.at(files, record.clusterName());
        long begin = System.nanoTime();
        while (true) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            T answer = probe.get();
            if (answer != null) {
                return answer;
            }
            if (process == null ? !lives(record) : hasFailed(process, record)) {
                String line = log.mostTellingLine();
                throw new LocalException(
                        Reason.START_FAILED,
                        product + " ended while it started" + (line.isEmpty() ? "" : ": " + line) + " (see " + log.log()
                                + ")");
            }
            if (elapsed.compareTo(timeout) > 0) {
                throw new LocalException(
                        Reason.TIMED_OUT,
                        product + " was not ready within " + timeout.toSeconds() + " s: see " + log.log());
            }
            listener.onProgress(new StartProgress.Starting(product, elapsed));
            try {
                pause.rest(STEP);
            } catch (InterruptedException e) {
                throw LocalException.interrupted("waiting for " + files.kind().product() + " to become ready", e);
            }
        }
    }

    private boolean lives(NodeRecord record) {
        return processes.isOurs(files.serverPid()) || processes.isOurs(record.launcherPid());
    }

    /** The program that starts a detached node ends well before the node does; any other end is a failure. */
    private boolean hasFailed(Process process, NodeRecord record) {
        return !process.isAlive()
                && (record.lifetime() == Lifetime.OWNED
                        || process.exitValue() != 0
                        || !processes.isOurs(files.serverPid()));
    }

    LocalException inUse(String what) {
        return new LocalException(
                Reason.IN_USE,
                what + " runs on " + files.directory() + " already: stop it first, or use another data directory");
    }

    /** Refuses a port on loopback that another program has; 0 stands for any. */
    static void requireFree(int port) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: connections of an earlier run that linger do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new LocalException(
                    Reason.PORT_TAKEN,
                    "Port " + port + " on 127.0.0.1 is taken by another program (" + e.getMessage()
                            + "): choose another port, or 0 for a free one",
                    e);
        }
    }
}
