package dev.leat.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.spark.LeatScan;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** The jars that applications are made of. */
final class Jars {

    private static final String EXAMPLE = "examples/spark/src/main/java/com/example/Floods.java";

    private Jars() {}

    /** The one that users get. */
    static Path leat() {
        return locationOf(LeatScan.class);
    }

    /** The example, compiled as an outside project would: with Spark and the shaded jar alone. */
    static Path example(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String classPath = Stream.concat(Stream.of(leat()), StandaloneCluster.jarsOfSpark().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));

        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "21",
                        "-proc:none",
                        "-cp",
                        classPath,
                        "-d",
                        classes.toString(),
                        root().resolve(EXAMPLE).toString());

        assertThat(status).as("the compiler's status for " + EXAMPLE).isZero();
        return pack(folder.resolve("floods.jar"), classes, "com/example/");
    }

    /** The program of the tests, and nothing else of them. */
    static Path orders(Path folder) throws IOException {
        return pack(folder.resolve("orders.jar"), locationOf(Orders.class), "dev/leat/spark/cluster/Orders");
    }

    private static Path root() {
        Path module = locationOf(Orders.class).resolve("../..");
        return module.resolve("..").normalize();
    }

    private static Path locationOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static Path pack(Path jar, Path classes, String prefix) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(classes)) {
            files = found.filter(Files::isRegularFile)
                    .filter(file -> classes.relativize(file).toString().startsWith(prefix))
                    .toList();
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Path found : files) {
                out.putNextEntry(new ZipEntry(classes.relativize(found).toString()));
                Files.copy(found, out);
            }
        }
        return jar;
    }
}
