package dev.leat.app.ingest;

import dev.leat.app.file.FileTrouble;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.elastic.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The jars in a folder, on one class loader of their own below that of Leat, and the sources that they register for
 * {@link java.util.ServiceLoader}. They are opened one by one: of what is wrong, it can be said in which jar.
 *
 * @param classLoader open as long as the process runs
 */
public record Plugins(Path folder, List<Path> jars, ClassLoader classLoader) {

    private static final String SERVICES = "META-INF/services/" + DataSourceProvider.class.getName();

    public Plugins {
        jars = List.copyOf(jars);
    }

    /**
     * The jars of a folder; one that does not exist holds none.
     *
     * @param problems takes what is wrong
     */
    static Plugins in(Path folder, Consumer<Problem> problems) {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
                found.forEach(jars::add);
            } catch (IOException e) {
                problems.accept(new Problem(folder.toString(), "cannot be listed: " + FileTrouble.describe(e)));
            }
        }
        jars.sort(Comparator.naturalOrder());
        ClassLoader parent = Plugins.class.getClassLoader();
        URL[] urls = jars.stream().map(Plugins::url).toArray(URL[]::new);
        return new Plugins(folder, jars, jars.isEmpty() ? parent : new URLClassLoader("plugins", urls, parent));
    }

    /**
     * The built-in sources and those in the folder {@code plugins} of the installation.
     *
     * @param home of the installation; null when there is none
     * @param problems takes what is wrong with jars; their sources are left out
     */
    public static DataSourceCatalog installed(@Nullable String home, Consumer<Problem> problems) {
        Plugins plugins = in(Path.of(home == null ? "" : home).resolve("plugins"), problems);
        return new DataSourceCatalog(
                List.copyOf(plugins.providers(Set.of(), problems).values()));
    }

    /**
     * The built-in sources and those of the jars, by their types.
     *
     * @param chosen types of which is said elsewhere who provides them
     * @param problems takes what is wrong, by jar
     */
    Map<String, DataSourceProvider> providers(Set<String> chosen, Consumer<Problem> problems) {
        Map<String, DataSourceProvider> providers = new LinkedHashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        for (DataSourceProvider builtIn :
                DataSourceCatalog.load(Plugins.class.getClassLoader()).providers()) {
            providers.put(builtIn.serviceType(), builtIn);
            origins.put(builtIn.serviceType(), "is built in");
        }
        for (Path jar : jars) {
            for (DataSourceProvider provider : providers(jar, problems)) {
                String type = provider.serviceType();
                String origin = origins.putIfAbsent(type, "is in " + jar.getFileName() + " as well");
                if (origin == null) {
                    providers.put(type, provider);
                } else if (!chosen.contains(type)) {
                    problems.accept(new Problem(
                            jar.toString(),
                            "has a source of the type '%s', which %s; take it out, or say which counts with sources.%s: %s"
                                    .formatted(
                                            type,
                                            origin,
                                            type,
                                            provider.getClass().getName())));
                }
            }
        }
        return providers;
    }

    /** The sources that one jar registers. */
    private List<DataSourceProvider> providers(Path jar, Consumer<Problem> problems) {
        List<DataSourceProvider> providers = new ArrayList<>();
        try {
            for (String name : registered(jar)) {
                try {
                    providers.add(new ProviderClass(name, classLoader).open());
                } catch (IllegalArgumentException e) {
                    problems.accept(new Problem(jar.toString(), SERVICES + ": " + e.getMessage()));
                }
            }
        } catch (ZipException e) {
            problems.accept(new Problem(
                    jar.toString(), "is no jar, or was cut off; build or copy it again: " + e.getMessage()));
        } catch (IOException e) {
            problems.accept(new Problem(jar.toString(), FileTrouble.reading(jar, e)));
        }
        return providers;
    }

    private static List<String> registered(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(SERVICES);
            if (entry == null) {
                return List.of();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .toList();
            }
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("Every path is a URL", e);
        }
    }
}
