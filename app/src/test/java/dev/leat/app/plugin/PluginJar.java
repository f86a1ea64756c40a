package dev.leat.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.DataSourceProvider;
import dev.leat.elastic.LeatException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Makes jars with the compiler of the JDK, against what a source is compiled against and nothing else. */
public final class PluginJar {

    /** The source that docs/write-a-source.md makes. */
    public static final Path EXAMPLE =
            Path.of("..", "examples", "source").toAbsolutePath().normalize();

    private static final String SERVICES = "META-INF/services/" + DataSourceProvider.class.getName();

    private PluginJar() {}

    /** The jar of the example, from its sources as they stand. */
    public static Path ofExample(Path jar) throws IOException {
        Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
        compile(files(EXAMPLE.resolve("src/main/java")), classes);
        copy(EXAMPLE.resolve("src/main/resources"), classes);
        return pack(classes, jar);
    }

    /**
     * A jar of classes.
     *
     * @param texts the source of each class, by its full name
     * @param registered for {@link java.util.ServiceLoader}
     */
    public static Path of(Path jar, Map<String, String> texts, String... registered) throws IOException {
        Path work = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "work");
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path source = work.resolve("java").resolve(text.getKey().replace('.', '/') + ".java");
            Files.createDirectories(source.getParent());
            sources.add(Files.writeString(source, text.getValue()));
        }
        Path classes = Files.createDirectories(work.resolve("classes"));
        compile(sources, classes);
        if (registered.length > 0) {
            Path services = classes.resolve(SERVICES);
            Files.createDirectories(services.getParent());
            Files.writeString(services, String.join("\n", registered) + "\n");
        }
        return pack(classes, jar);
    }

    /** Compiles files into a folder. */
    static void compile(List<Path> sources, Path classes) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
        StringWriter said = new StringWriter();
        String classPath = Stream.of(DataSourceProvider.class, LeatException.class, NullMarked.class)
                .map(PluginJar::home)
                .collect(Collectors.joining(File.pathSeparator));
        boolean done = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of(
                                "-Xlint:all",
                                "-Werror",
                                "-proc:none",
                                "--release",
                                "21",
                                "-cp",
                                classPath,
                                "-d",
                                classes.toString()),
                        null,
                        compiler.getStandardFileManager(null, null, null)
                                .getJavaFileObjects(sources.toArray(Path[]::new)))
                .call();
        assertThat(done).as(said.toString()).isTrue();
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(file)) {
            for (Path entry : files(classes)) {
                zip.putNextEntry(
                        new JarEntry(classes.relativize(entry).toString().replace('\\', '/')));
                Files.copy(entry, zip);
                zip.closeEntry();
            }
        }
        return jar;
    }
}
