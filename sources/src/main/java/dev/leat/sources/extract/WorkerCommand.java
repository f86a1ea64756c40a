package dev.leat.sources.extract;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a worker process is started: the same Java and the same class path as this process, and nothing else of it: no
 * environment, no working folder, no open network.
 */
final class WorkerCommand {
    private WorkerCommand() {}

    static ProcessBuilder of(String mainClass, long heapBytes, Path folder, List<String> extraOptions) {
        ProcessBuilder builder = new ProcessBuilder();
        List<String> command = builder.command();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(memory(heapBytes));
        command.addAll(privacy(folder));
        command.addAll(extraOptions);
        command.addAll(List.of("-cp", classPath(), mainClass, folder.toString()));
        // Credentials live in the environment.
        Map<String, String> environment = builder.environment();
        String systemRoot = environment.get("SystemRoot");
        environment.clear();
        environment.put("LANG", "C.UTF-8");
        if (systemRoot != null) {
            environment.put("SystemRoot", systemRoot);
        }
        builder.directory(folder.toFile());
        // Parsers print parts of documents when they stumble.
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder;
    }

    private static List<String> memory(long heapBytes) {
        return List.of(
                "-Xmx" + (heapBytes >> 10) + "k",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+UseSerialGC",
                // Exit code 3 tells the parent what happened.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash");
    }

    private static List<String> privacy(Path folder) {
        return List.of(
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Djava.io.tmpdir=" + folder,
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC",
                // Second lines of defence: the parsers that we use do not load anything from elsewhere by themselves.
                "-Djavax.xml.accessExternalDTD=",
                "-Djavax.xml.accessExternalSchema=",
                "-Djavax.xml.accessExternalStylesheet=",
                "-DsocksProxyHost=127.0.0.1",
                "-DsocksProxyPort=9",
                "-DsocksNonProxyHosts=");
    }

    /**
     * The class path of this process, plus where this class and Tika were loaded from should they not stand on it, as in
     * an application with class loaders of its own.
     */
    static String classPath() {
        Set<Path> entries = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                entries.add(Path.of(entry).toAbsolutePath().normalize());
            }
        }
        Path ours = origin(WorkerCommand.class);
        if (ours != null && !entries.contains(ours)) {
            entries.add(ours);
            Path folder = ours.getParent();
            // Everything beside our jar: a lib folder.
            if (ours.toString().endsWith(".jar") && folder != null) {
                entries.add(folder.resolve("*"));
            }
        }
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static @Nullable Path origin(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null || source.getLocation() == null
                    ? null
                    : Path.of(source.getLocation().toURI()).toAbsolutePath().normalize();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }
}
