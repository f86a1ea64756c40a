package dev.leat.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A real standalone cluster of Spark: a master and two workers with one core each, processes of their own on loopback.
 * Instead of a distribution of Spark there is a folder with links to the jars of this test's class path. Used by one
 * thread.
 */
final class StandaloneCluster implements AutoCloseable {

    static final int WORKERS = 2;

    private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://[0-9.]+:\\d+)");
    private static final Pattern REGISTERED = Pattern.compile("Registering worker ");

    /** A short life is easier without the second compiler. */
    private static final List<String> SHORT_LIVED = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final String LOGGING = """
            rootLogger.level = warn
            rootLogger.appenderRef.stderr.ref = stderr
            appender.stderr.type = Console
            appender.stderr.name = stderr
            appender.stderr.target = SYSTEM_ERR
            appender.stderr.layout.type = PatternLayout
            appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
            logger.deploy.name = org.apache.spark.deploy
            logger.deploy.level = info
            """;

    private final Path folder;
    private final List<ChildProcess> all = new CopyOnWriteArrayList<>();
    private final List<ChildProcess> workers = new ArrayList<>();

    private StandaloneCluster(Path folder) {
        this.folder = folder;
    }

    /** Starts one whose files are in that folder. */
    static StandaloneCluster start(Path folder) throws IOException {
        StandaloneCluster cluster = new StandaloneCluster(folder);
        cluster.furnish();
        // Also when the test run is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        cluster.daemon("master.Master");
        cluster.restore();
        return cluster;
    }

    private void furnish() throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
        Path jars = Files.createDirectories(folder.resolve("spark/jars"));
        for (Path jar : jarsOfSpark()) {
            Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
        }
        Path configuration = Files.createDirectory(folder.resolve("spark/conf"));
        Files.writeString(configuration.resolve("log4j2.properties"), LOGGING);
    }

    /** All of the class path but Leat and its tests: the shaded jar must bring what Leat needs. */
    static List<Path> jarsOfSpark() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(jar -> !jar.getFileName().toString().startsWith("leat-"))
                .toList();
    }

    private ChildProcess daemon(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(java("128m"));
        command.addAll(List.of("-Dspark.master.rest.enabled=false", "org.apache.spark.deploy." + mainClass));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
        command.addAll(List.of(arguments));
        return start(command, Map.of(), mainClass);
    }

    private ChildProcess start(List<String> command, Map<String, String> environment, String name) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("SPARK_HOME", folder.resolve("spark").toString());
        variables.put("SPARK_LOCAL_IP", "127.0.0.1");
        variables.put("SPARK_SCALA_VERSION", "2.13");
        variables.put("SPARK_LOCAL_DIRS", folder.resolve("tmp").toString());
        ChildProcess process = ChildProcess.start(command, variables, folder.resolve(name + "-" + all.size() + ".log"));
        all.add(process);
        return process;
    }

    private List<String> java(String memory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + memory);
        command.addAll(SHORT_LIVED);
        command.add(temporaryFolder());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().strip().split("\\s+")));
        command.add("-cp");
        command.add(folder.resolve("spark/conf") + File.pathSeparator + folder.resolve("spark/jars") + "/*");
        return command;
    }

    private String temporaryFolder() {
        return "-Djava.io.tmpdir=" + folder.resolve("tmp");
    }

    private ChildProcess master() {
        return all.getFirst();
    }

    private String address() {
        return master().awaitSaying(ADDRESS, 1).group(1);
    }

    List<ChildProcess> workers() {
        return List.copyOf(workers);
    }

    /** Starts workers until there are two, and waits until the master knows them. */
    void restore() {
        workers.removeIf(worker -> !worker.isAlive());
        int known = master().said(REGISTERED).size();
        int missing = WORKERS - workers.size();
        String work = folder.resolve("work").toString();
        for (int worker = 0; worker < missing; worker++) {
            workers.add(daemon("worker.Worker", "--cores", "1", "--memory", "512m", "--work-dir", work, address()));
        }
        if (missing > 0) {
            master().awaitSaying(REGISTERED, known + missing);
        }
    }

    /** Hands an application in as {@code spark-submit --jars} does; returns its driver. */
    ChildProcess submit(Submission submission, Path jars) {
        Map<String, String> settings = new TreeMap<>(submission.settings());
        settings.put("spark.executor.memory", "512m");
        settings.put("spark.executor.extraJavaOptions", String.join(" ", SHORT_LIVED) + " " + temporaryFolder());
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.sql.shuffle.partitions", "4");
        settings.put("spark.sql.warehouse.dir", folder.resolve("tmp").toUri().toString());
        // So that the work does not begin before both workers are there.
        settings.put("spark.cores.max", Integer.toString(WORKERS));
        settings.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
        settings.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
        settings.put("spark.eventLog.enabled", "true");
        settings.put("spark.eventLog.compress", "false");
        settings.put("spark.eventLog.rolling.enabled", "false");
        settings.put("spark.eventLog.dir", submission.history().toUri().toString());
        List<String> command = new ArrayList<>(java("512m"));
        command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", address()));
        command.addAll(List.of("--deploy-mode", "client", "--jars", jars.toString()));
        settings.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
        command.addAll(
                List.of("--class", submission.mainClass(), submission.jar().toString()));
        command.addAll(submission.arguments());
        return start(command, submission.environment(), "driver");
    }

    @Override
    public void close() {
        // The last first: workers end when their master does, and their processes should not be missed.
        all.reversed().forEach(ChildProcess::close);
    }

    /** Takes away the links to what is not the test's own. */
    void clear() throws IOException {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder.resolve("spark/jars"))) {
            for (Path link : links) {
                Files.delete(link);
            }
        }
    }
}
