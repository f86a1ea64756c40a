package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import dev.leat.local.LocalOptions.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One start of Cassandra: finds the node that runs already, or starts one and waits until it is ready. */
final class CassandraStarter {
    private static final String PRODUCT = NodeKind.CASSANDRA.product() + " " + LocalCassandra.VERSION;
    private static final int JAVA = 17;
    // The ports were free when they were chosen, and another program may be faster.
    private static final int ATTEMPTS_FOR_FREE_PORTS = 3;

    private final CassandraOptions options;
    private final ProgressListener listener;
    private final Machine machine;
    private final NodeFiles files;
    private final NodeStart start;
    private final CassandraSecurity security;

    CassandraStarter(CassandraOptions options, ProgressListener listener, Machine machine) {
        this.options = options;
        this.listener = listener;
        this.machine = machine;
        this.files = NodeFiles.of(NodeKind.CASSANDRA, options.dataDirectory());
        this.start = NodeStart.of(PRODUCT, files, options.startTimeout(), listener);
        this.security = new CassandraSecurity(new CassandraFiles(files));
    }

    LocalCassandra start() {
        RunAs user = RunAs.choose(machine);
        Jdk jdk = Jdk.find(machine, user, major -> major == JAVA, PRODUCT + " needs a JDK " + JAVA);
        start.requireDirectories(user, machine);
        Path home = new JarDistribution(
                        "cassandra-" + LocalCassandra.VERSION,
                        PRODUCT,
                        JarList.of("cassandra-" + LocalCassandra.VERSION + ".list"),
                        Cache.of(machine),
                        Repository.of(machine))
                .install(listener);
        CassandraCommand command = new CassandraCommand(new Launcher(machine, user, files), jdk, home);
        return start.findOrLaunch(this::attach, () -> launch(command));
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private LocalCassandra attach(NodeRecord record) {
        if (record.security() != options.security()) {
            throw start.inUse(PRODUCT + (record.security() == Security.SECURED ? " with security" : ""));
        }
        if (options.port() != 0 && record.port() != options.port()) {
            throw start.inUse(PRODUCT + " at port " + record.port());
        }
        CassandraAccess access = record.security() == Security.SECURED ? security.access() : null;
        start.awaitReady(null, record, () -> answering(record, access));
        return new LocalCassandra(files, address(record.port()), files.serverPid(), access, null);
    }

    private LocalCassandra launch(CassandraCommand command) {
        NodeStart.requireFree(options.port());
        files.claimData(LocalCassandra.VERSION);
        for (int attempt = 1; ; attempt++) {
            List<Integer> free = freePorts();
            try {
                return launch(command, options.port() == 0 ? free.get(0) : options.port(), free.get(1));
            } catch (LocalException e) {
                if (attempt == ATTEMPTS_FOR_FREE_PORTS || !isAboutPorts(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isAboutPorts(LocalException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.reason() == Reason.START_FAILED
                && (message.contains("in use") || message.contains("Failed to bind port"));
    }

    private LocalCassandra launch(CassandraCommand command, int port, int storagePort) {
        new CassandraFiles(files).prepare(options, port, storagePort);
        CassandraAccess access = options.security() == Security.SECURED ? security.prepare(command.jdk()) : null;
        files.folders().forEach(command.launcher().user()::own);
        NodeRecord record = NodeRecord.ofThisProcess(
                LocalCassandra.VERSION, options.clusterName(), options.security(), options.lifetime(), port);
        record.write(files.record());
        Process process = command.start(options);
        return start.guarded(process, record, owned -> {
            start.awaitReady(process, record, () -> answering(record, access));
            return new LocalCassandra(files, address(port), files.serverPid(), access, owned);
        });
    }

    /** The address of the node when it lets clients in. */
    private @Nullable InetSocketAddress answering(NodeRecord record, @Nullable CassandraAccess access) {
        InetSocketAddress address = address(record.port());
        if (!start.processes().isOurs(files.serverPid()) || !CqlConnection.isListening(address)) {
            return null;
        }
        try {
            if (access != null && !security.complete(address, access)) {
                return null;
            }
            CqlConnection.open(address, access).close();
            return address;
        } catch (IOException e) {
            // Not yet.
            return null;
        }
    }

    private static List<Integer> freePorts() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new LocalException(Reason.PORT_TAKEN, "No port on 127.0.0.1 is free: " + e.getMessage(), e);
        } finally {
            for (ServerSocket socket : sockets) {
                closeQuietly(Objects.requireNonNull(socket));
            }
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing was sent over it.
            return;
        }
    }
}
