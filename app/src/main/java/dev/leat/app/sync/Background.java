package dev.leat.app.sync;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts {@code leat} as a process of its own that goes on when this one has ended, and ends it.
 *
 * @param home the installation
 * @param environment the variables of this process, which the other gets, too
 */
public record Background(Path home, Map<String, String> environment) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * The installation that this process runs from.
     *
     * @throws ConfigException when it runs from none
     */
    public static Background ofThisInstallation(Map<String, String> environment) {
        String home = System.getProperty("leat.home");
        if (home == null) {
            throw new ConfigException("start", "works with an installation of Leat only; use 'leat sync run'");
        }
        return new Background(Path.of(home), environment);
    }

    /** Starts it; what it prints goes to the end of the log. */
    public Process start(List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>(ownSession());
        command.add(home.resolve("bin").resolve("leat").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    /** A session of its own: Ctrl-C in this terminal, and its end, are not meant for it. */
    private List<String> ownSession() {
        for (String program : List.of("setsid", "nohup")) {
            for (String folder : List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))) {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                    return List.of(Path.of(folder, program).toString());
                }
            }
        }
        return List.of();
    }

    /**
     * Asks a process to end, and waits for it.
     *
     * @return false when it has not ended within 30 s
     */
    public static boolean stop(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return true;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + pid, e.getCause());
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("waiting for the end of the sync", e);
        }
    }
}
