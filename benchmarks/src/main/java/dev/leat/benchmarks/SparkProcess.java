package dev.leat.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Spark of its own that stays for the whole benchmark and reads when it is told to; its start is not measured. */
final class SparkProcess implements AutoCloseable {

    /** What Spark opens when it starts a JVM itself (org.apache.spark.launcher.JavaModuleOptions). */
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar");

    private final Process process;
    private final BufferedReader answers;
    private final Writer tasks;
    private final String greeting;

    /**
     * Starts it.
     *
     * @param classPath Spark, the data source and all they need
     * @param log where Spark's own log goes
     * @param arguments of {@code SparkReader}
     */
    SparkProcess(Path java, String classPath, Path program, Path log, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(java.toString(), "-Xms1g", "-Xmx1g"));
        words.add("-XX:+IgnoreUnrecognizedVMOptions");
        words.add("--sun-misc-unsafe-memory-access=allow");
        OPENED.forEach(opened -> words.add("--add-opens=" + opened + "=ALL-UNNAMED"));
        words.addAll(List.of("-cp", classPath, program.toString()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(log.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        process = builder.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        tasks = process.outputWriter(StandardCharsets.UTF_8);
        greeting = answer("ready ");
    }

    /** Which Spark it is. */
    String version() {
        return greeting;
    }

    /** Has a task carried out, and tells what it cost. */
    Run.Cost run(String task) throws IOException {
        Duration before = used();
        ask(task);
        return new Run.Cost(used().minus(before).toNanos() / 1e9, Command.peakResident(process.pid()));
    }

    /** Has a task carried out, and tells what came out. */
    String ask(String task) throws IOException {
        tasks.write(task + "\n");
        tasks.flush();
        return answer("done ");
    }

    private String answer(String prefix) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
        throw new IOException("Spark ended; its log says why");
    }

    private Duration used() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        tasks.close();
        process.destroy();
        answers.close();
    }
}
