package dev.leat.testing.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server that runs as nobody where this process is root (database servers refuse root), and that ends with this JVM
 * however that ends: a shell waits for the end of its standard input, which is a pipe from here.
 */
final class ServerProcess {
    private static final String LOG = "server.log";
    private static final int NOBODY = 65_534;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GUARD = "trap '' INT; \"$@\" </dev/null & child=$!;"
            + " { cat >/dev/null; kill -TERM $child 2>/dev/null; sleep 5; kill -KILL $child 2>/dev/null; } <&3 &"
            + " guard=$!; wait $child; status=$?; kill $guard 2>/dev/null; exit $status";

    private final Process shell;
    private final Path folder;

    private ServerProcess(Process shell, Path folder) {
        this.shell = shell;
        this.folder = folder;
    }

    /** Starts a server, whose log goes into the folder, and returns when that says that it is ready. */
    static ServerProcess start(List<String> command, Path folder, String ready) {
        Path log = folder.resolve(LOG);
        try {
            Files.deleteIfExists(log);
            List<String> guarded = new ArrayList<>(List.of("sh", "-c", "exec 3<&0; " + GUARD, "leat-server"));
            guarded.addAll(unprivileged(command));
            Process shell = new ProcessBuilder(guarded)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            ServerProcess server = new ServerProcess(shell, folder);
            server.await(ready, command);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + command.getFirst(), e);
        }
    }

    /** Runs a program to its end. */
    static void run(List<String> command, Path folder) {
        try {
            Path log = folder.resolve("leat-run.log");
            Process process = new ProcessBuilder(unprivileged(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command.getFirst() + " failed: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + command.getFirst(), e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port", e);
        }
    }

    /** Gives everything in a folder to the user that servers run as. */
    static void own(Path folder) {
        if (!isRoot()) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot give " + folder + " to nobody", e);
        }
    }

    /** Settings whose files are copied into a folder, and readable to their owner only, as servers want keys to be. */
    static Map<String, String> withCopies(Map<String, String> settings, Set<String> files, Path folder)
            throws IOException {
        Map<String, String> changed = new HashMap<>(settings);
        for (String key : files) {
            String file = settings.get(key);
            if (file != null) {
                Path copy = Files.copy(Path.of(file), folder.resolve(key));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
                changed.put(key, copy.toString());
            }
        }
        return changed;
    }

    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + folder, e);
        }
    }

    /** Ends it at once, as a crash would. */
    void kill() {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
        // PostgreSQL does not start again while one of them holds its memory.
        processes.forEach(process -> process.onExit().join());
    }

    /** Stops it from doing anything, without closing a connection, as a machine that hangs would; or lets it go on. */
    void signal(String name) {
        for (ProcessHandle process : processes()) {
            run(List.of("kill", "-" + name, Long.toString(process.pid())), folder);
        }
    }

    private List<ProcessHandle> processes() {
        return server().stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    private Optional<ProcessHandle> server() {
        // The guard is the other child, and has children that read and sleep.
        return shell.toHandle()
                .children()
                .filter(child -> !child.info().command().orElse("").matches(".*/(sh|dash|bash|cat|sleep)"))
                .findFirst();
    }

    private void awaitEnd() {
        try {
            if (!shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                server().ifPresent(ProcessHandle::destroyForcibly);
                shell.destroyForcibly();
            }
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void await(String ready, List<String> command) throws IOException {
        Path log = folder.resolve(LOG);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(log, StandardCharsets.ISO_8859_1).contains(ready)) {
            if (!shell.isAlive() || System.nanoTime() > deadline) {
                kill();
                throw new IllegalStateException(
                        command.getFirst() + " did not start: " + Files.readString(log, StandardCharsets.ISO_8859_1));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while " + command.getFirst() + " started", e);
            }
        }
    }

    private static List<String> unprivileged(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> dropped = new ArrayList<>(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs"));
        dropped.addAll(command);
        return dropped;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
