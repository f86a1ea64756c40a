package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testing.ConnectorKeys;
import dev.leat.testing.TestElasticsearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs commands as users do: as processes of the assembled distribution, with an environment of the test's own. */
public final class LeatProcess {

    private static final long PATIENCE_SECONDS = 240;

    /** Where things come from, not which cluster is meant. */
    private static final Set<String> INHERITED = Set.of("LEAT_CACHE", "LEAT_JAVA_HOME", "LEAT_MAVEN_REPOSITORY");

    private final Path home;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    private LeatProcess(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
        environment.put("LEAT_CACHE", folder.resolve("cache").toString());
    }

    /** Commands of what this build has assembled; they keep what they remember below the folder. */
    public static LeatProcess in(Path folder) {
        return in(Path.of(System.getProperty("leat.home")), folder);
    }

    /** Commands of a distribution that lies elsewhere. */
    public static LeatProcess in(Path home, Path folder) {
        assertThat(home.resolve("bin/leat")).isExecutable();
        return new LeatProcess(home, folder);
    }

    /** The same, let into the node of the tests where that has security: by the key of a service for these indices. */
    public LeatProcess letInto(TestElasticsearch elasticsearch, String... indices) {
        environment.putAll(access(elasticsearch, indices));
        return this;
    }

    /** The variables that let a process into the node of the tests; none where that has no security. */
    static Map<String, String> access(TestElasticsearch elasticsearch, String... indices) {
        Path ca = elasticsearch.caCertificate();
        String key = elasticsearch.apiKey(
                indices.length == 0 ? ConnectorKeys.ofServiceAlone() : ConnectorKeys.ofService(indices));
        return ca == null || key == null ? Map.of() : Map.of("LEAT_CA", ca.toString(), "LEAT_API_KEY", key);
    }

    /** The same with an environment variable more. */
    public LeatProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The same with an environment variable as this process has it. */
    public LeatProcess without(String variable) {
        environment.remove(variable);
        return this;
    }

    /** What a process left behind. */
    @SuppressWarnings("ArrayRecordComponent") // results are never compared
    public record Result(int status, byte[] output, String err) {
        /** Standard output as text. */
        public String out() {
            return new String(output, StandardCharsets.UTF_8);
        }

        /** This result, of a process that ended with that status. */
        public Result orFail(int expected) {
            assertThat(status).as("status; standard error: %s", err).isEqualTo(expected);
            return this;
        }
    }

    /** Runs {@code leat} to its end. */
    public Result leat(String... arguments) throws IOException, InterruptedException {
        return run("leat", arguments, InputStream.nullInputStream());
    }

    /** Runs {@code leat} to its end with something piped in. */
    public Result leatReading(InputStream in, String... arguments) throws IOException, InterruptedException {
        return run("leat", arguments, in);
    }

    /** Runs {@code elastic-ingest} to its end. */
    public Result elasticIngest(String... arguments) throws IOException, InterruptedException {
        return run("elastic-ingest", arguments, InputStream.nullInputStream());
    }

    private Result run(String command, String[] arguments, InputStream in) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = builder(command, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try (OutputStream to = process.getOutputStream()) {
            in.transferTo(to);
        } catch (IOException endedBefore) {
            // It did not read to the end, which is its right.
            process.isAlive();
        }
        return result(process, out, err);
    }

    private static Result result(Process process, Path out, Path err) throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still runs after " + PATIENCE_SECONDS + " s; it said: " + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
    }

    private ProcessBuilder builder(String command, String... arguments) {
        // A test run in the background ignores Ctrl-C, and its children would inherit that.
        List<String> line = new ArrayList<>(
                Files.isExecutable(Path.of("/usr/bin/env"))
                        ? List.of("/usr/bin/env", "--default-signal=INT")
                        : List.of());
        line.add(home.resolve("bin").resolve(command).toString());
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LEAT_") && !INHERITED.contains(name));
        builder.environment().putAll(environment);
        builder.environment().computeIfAbsent("JAVA_HOME", name -> System.getProperty("java.home"));
        return builder;
    }

    /** A command that runs on its own. */
    public static final class Running {
        private final Process process;
        private final Path out;
        private final Path err;

        private Running(Process process, Path out, Path err) {
            this.process = process;
            this.out = out;
            this.err = err;
        }

        /** Whether it has not ended yet. */
        public boolean isAlive() {
            return process.isAlive();
        }

        /** Presses Ctrl-C, and waits for the end. */
        public Result interrupt() throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            return result(process, out, err);
        }

        /** Kills it. */
        public void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    /** Starts {@code leat}. */
    public Running start(String... arguments) throws IOException {
        return start("leat", arguments);
    }

    /** Starts {@code elastic-ingest}. */
    public Running startElasticIngest(String... arguments) throws IOException {
        return start("elastic-ingest", arguments);
    }

    private Running start(String command, String[] arguments) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = builder(command, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Running(process, out, err);
    }
}
