package dev.leat.spark.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process whose output goes to a file. */
final class ChildProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static ChildProcess start(List<String> command, Map<String, String> environment, Path output) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the process has said of that form until now. */
    List<MatchResult> said(Pattern pattern) {
        return pattern.matcher(output()).results().toList();
    }

    /** Waits until the process has said something of that form so many times; returns the last. */
    MatchResult awaitSaying(Pattern pattern, int times) {
        await().alias(pattern.pattern())
                .atMost(PATIENCE)
                .until(() -> said(pattern).size() >= times || !process.isAlive());
        List<MatchResult> said = said(pattern);
        if (said.size() < times) {
            throw new AssertionError("no \"" + pattern + "\", but: " + output());
        }
        return said.getLast();
    }

    /** Writes a line to the process. */
    void tell(String line) {
        // It stays open: its end would tell the process to end as well.
        Writer input = process.outputWriter(StandardCharsets.UTF_8);
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the process hears nothing any more: " + output(), e);
        }
    }

    /** Waits for the end of the process, which must be a good one. */
    void awaitSuccess() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("it has not ended well: " + output());
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean hasChildren() {
        try (Stream<ProcessHandle> children = process.children()) {
            return children.findAny().isPresent();
        }
    }

    /** Kills the process and those that it started, with signal 9. */
    void kill() {
        List<ProcessHandle> children;
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            children = descendants.toList();
        }
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        children.forEach(child -> child.onExit().join());
    }

    @Override
    public void close() {
        kill();
    }
}
