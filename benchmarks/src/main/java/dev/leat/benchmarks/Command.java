package dev.leat.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that is run as a process of its own, from its start to its end.
 *
 * @param words the program and its arguments
 * @param environment that it gets beside this process's
 * @param output where its standard output and standard error go
 */
record Command(List<String> words, Map<String, String> environment, Path output) {

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final long POLL_MILLISECONDS = 10;

    Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /**
     * Runs it once.
     *
     * @throws IOException when it does not end with 0; says what it wrote last
     */
    Run.Cost run() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        Duration used = Duration.ZERO;
        long peak = 0;
        try {
            do {
                used = process.info()
                        .totalCpuDuration()
                        .filter(now -> !now.isZero())
                        .orElse(used);
                peak = Math.max(peak, peakResident(process.pid()));
            } while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS));
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", words) + " ended with " + process.exitValue() + ": " + lastWords());
        }
        return new Run.Cost(used.toNanos() / 1e9, peak);
    }

    /** The most memory that a process held so far, in bytes; 0 if it has ended. */
    static long peakResident(long pid) {
        try {
            Matcher matcher = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    String lastWords() throws IOException {
        String all = Files.readString(output, StandardCharsets.UTF_8).strip();
        return all.substring(Math.max(0, all.length() - 600));
    }
}
