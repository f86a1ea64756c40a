package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import dev.leat.local.LocalOptions.Lifetime;
import dev.leat.local.LocalOptions.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One start of a node: finds the one that runs already, or starts one and waits until it is ready. */
final class NodeStarter {
    private static final Duration STEP = Duration.ofMillis(100);

    private final LocalOptions options;
    private final ProgressListener listener;
    private final Machine machine;
    private final Pause pause = Pause.real();
    private final NodeFiles files;
    private final NodeProcesses processes;

    NodeStarter(LocalOptions options, ProgressListener listener, Machine machine) {
        this.options = options;
        this.listener = listener;
        this.machine = machine;
        this.files = new NodeFiles(options.dataDirectory());
        this.processes = new NodeProcesses(files, pause);
    }

    LocalElasticsearch start() {
        RunAs user = RunAs.choose(machine);
        Jdk jdk = Jdk.find(machine, options.version().minimumJava(), user);
        files.create();
        user.requireEntry(
                files.directory(),
                "The data directory",
                "choose one outside root's home, such as " + machine.dataDirectory());
        user.requireEntry(
                machine.cacheDirectory(), "The cache directory", "set LEAT_CACHE to an open one, or leave it unset");
        Path home = Distribution.of(options.version(), machine).install(listener);
        return holdingLock(new NodeCommand(machine, user, jdk, home, files));
    }

    @SuppressWarnings("try") // the lock is held, not used
    private LocalElasticsearch holdingLock(NodeCommand command) {
        Runnable onWait = () ->
                listener.onProgress(new StartProgress.Waiting("another process that starts " + files.directory()));
        Duration timeout = options.startTimeout().multipliedBy(2);
        try (ProcessLock lock = ProcessLock.acquire(files.lock(), pause, onWait, timeout)) {
            LocalElasticsearch running = findRunning();
            return running == null ? launch(command) : running;
        }
    }

    private @Nullable LocalElasticsearch findRunning() {
        NodeRecord record = NodeRecord.read(files.record());
        if (record == null) {
            return null;
        }
        if (record.isOrphan()) {
            processes.end(files.serverPid(), record.launcherPid());
            return null;
        }
        return switch (NodeFinder.state(files, processes)) {
            case NodeState.Stopped stopped -> null;
            case NodeState.Stale stale -> null;
            case NodeState.Running running -> attach(record);
            case NodeState.Starting starting -> attach(record);
        };
    }

    private LocalElasticsearch attach(NodeRecord record) {
        if (record.version() != options.version() || record.security() != options.security()) {
            throw inUse(record.version().number() + (record.security() == Security.SECURED ? " with security" : ""));
        }
        URI url = awaitReady(null, record);
        if (options.httpPort() != 0 && url.getPort() != options.httpPort()) {
            throw inUse(record.version().number() + " at " + url);
        }
        NodeSecrets secrets = record.security() == Security.SECURED ? NodeSecrets.read(files.secrets()) : null;
        return new LocalElasticsearch(files, record.version(), url, files.serverPid(), access(secrets), null);
    }

    private LocalException inUse(String what) {
        return new LocalException(
                Reason.IN_USE,
                "Elasticsearch " + what + " runs on " + files.directory()
                        + " already: stop it first, or use another data directory");
    }

    private LocalElasticsearch launch(NodeCommand command) {
        requireFreePort();
        files.claimData(options.version());
        files.prepare(options, command.home());
        for (Path folder : java.util.List.of(files.data(), files.config(), files.logs(), files.temporary())) {
            command.user().own(folder);
        }
        NodeSecurity security = new NodeSecurity(files, command, new SecureRandom());
        NodeSecrets secrets = options.security() == Security.SECURED ? security.prepare() : null;
        NodeRecord record = NodeRecord.of(options);
        record.write(files.record());
        Process process = command.start(options);
        NodeRecord launched = record.withLauncherPid(process.pid());
        OwnedProcess owned = OwnedProcess.guard(process, files, processes, launched);
        boolean ready = false;
        try {
            launched.write(files.record());
            URI url = awaitReady(process, launched);
            if (secrets != null) {
                try (NodeClient client = NodeClient.open(url, files.caCertificate())) {
                    secrets = security.complete(client, secrets);
                }
            }
            ready = true;
            if (options.lifetime() == Lifetime.DETACHED) {
                owned.release();
            }
            return new LocalElasticsearch(
                    files,
                    options.version(),
                    url,
                    files.serverPid(),
                    access(secrets),
                    options.lifetime() == Lifetime.OWNED ? owned : null);
        } finally {
            if (!ready) {
                owned.stop();
            }
        }
    }

    private @Nullable NodeAccess access(@Nullable NodeSecrets secrets) {
        return secrets == null
                ? null
                : new NodeAccess(files.caCertificate(), NodeSecrets.USER, secrets.password(), secrets.apiKey());
    }

    private void requireFreePort() {
        if (options.httpPort() == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            // As Elasticsearch does: connections of an earlier run that linger do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.httpPort()));
        } catch (IOException e) {
            throw new LocalException(
                    Reason.PORT_TAKEN,
                    "Port " + options.httpPort() + " on 127.0.0.1 is taken by another program (" + e.getMessage()
                            + "): choose another port, or 0 for a free one",
                    e);
        }
    }

    /** Waits until the node answers; {@code process} is the one that was started, nothing when another process did. */
    private URI awaitReady(@Nullable Process process, NodeRecord record) {
        NodeLog log = NodeLog.at(files, record.clusterName());
        long begin = System.nanoTime();
        while (true) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            URI url = processes.isOurs(files.serverPid()) ? files.url(record.security()) : null;
            if (url != null && answers(url, record.security())) {
                return url;
            }
            if (process == null ? !lives(record) : hasFailed(process)) {
                String line = log.mostTellingLine();
                throw new LocalException(
                        Reason.START_FAILED,
                        "Elasticsearch " + record.version().number() + " ended while it started"
                                + (line.isEmpty() ? "" : ": " + line) + " (see " + log.log() + ")");
            }
            if (elapsed.compareTo(options.startTimeout()) > 0) {
                throw new LocalException(
                        Reason.TIMED_OUT,
                        "Elasticsearch " + record.version().number() + " was not ready within "
                                + options.startTimeout().toSeconds() + " s: see " + log.log());
            }
            listener.onProgress(new StartProgress.Starting(record.version(), elapsed));
            try {
                pause.rest(STEP);
            } catch (InterruptedException e) {
                throw LocalException.interrupted("waiting for Elasticsearch to become ready", e);
            }
        }
    }

    private boolean lives(NodeRecord record) {
        return processes.isOurs(files.serverPid()) || processes.isOurs(record.launcherPid());
    }

    /** The program that starts a detached node ends well before the node does; any other end is a failure. */
    private boolean hasFailed(Process process) {
        return !process.isAlive()
                && (options.lifetime() == Lifetime.OWNED
                        || process.exitValue() != 0
                        || !processes.isOurs(files.serverPid()));
    }

    private boolean answers(URI url, Security security) {
        NodeSecrets secrets = security == Security.SECURED ? NodeSecrets.read(files.secrets()) : null;
        try (NodeClient client = NodeClient.open(url, secrets == null ? null : files.caCertificate())) {
            return client.send(
                                    "GET",
                                    "/_cluster/health?wait_for_status=yellow&timeout=5s",
                                    null,
                                    secrets == null ? null : secrets.basic())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            // Not yet.
            return false;
        }
    }
}
