package dev.leat.sources.networkdrive;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Samba's server, as a process of the user who runs the test, with one share {@code files}. */
final class SambaFixture {

    static final String USER = System.getProperty("user.name");
    static final String PASSWORD = "0pen,Sesame";

    private final Path share;
    private final int port;
    private final Process process;

    private SambaFixture(Path share, int port, Process process) {
        this.share = share;
        this.port = port;
        this.process = process;
    }

    /** The server's program, if Samba is installed. */
    static Optional<Path> program(String name) {
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/samba/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static SambaFixture start(Path home) throws IOException, InterruptedException {
        Path share = Files.createDirectories(home.resolve("share"));
        int port = freePort();
        Path configuration = home.resolve("smb.conf");
        for (String folder : List.of("private", "lock", "state", "cache", "pid", "rpc")) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.writeString(configuration, """
                [global]
                  server role = standalone server
                  map to guest = never
                  smb ports = %d
                  interfaces = 127.0.0.1
                  bind interfaces only = yes
                  private dir = %2$s/private
                  lock directory = %2$s/lock
                  state directory = %2$s/state
                  cache directory = %2$s/cache
                  pid directory = %2$s/pid
                  ncalrpc dir = %2$s/rpc
                  log file = %2$s/log
                  passdb backend = tdbsam:%2$s/private/passdb.tdb
                  disable spoolss = yes
                  load printers = no
                  printcap name = /dev/null
                  server min protocol = SMB2
                [files]
                  path = %3$s
                  read only = yes
                """.formatted(port, home, share));
        run(
                (PASSWORD + "\n" + PASSWORD + "\n"),
                program("pdbedit").orElseThrow().toString(),
                "-s",
                configuration.toString(),
                "-a",
                "-u",
                USER,
                "-t");
        Process process = new ProcessBuilder(
                        program("smbd").orElseThrow().toString(),
                        "-s",
                        configuration.toString(),
                        "-F",
                        "-l",
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("smbd.out").toFile())
                .start();
        await().atMost(Duration.ofSeconds(20)).until(() -> answers(port));
        return new SambaFixture(share, port, process);
    }

    int port() {
        return port;
    }

    /** Where the files of the share are. */
    Path share() {
        return share;
    }

    void stop() throws InterruptedException {
        // It leads a process group of its own, and ends the children that serve connections.
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + ": " + output);
        }
    }
}
