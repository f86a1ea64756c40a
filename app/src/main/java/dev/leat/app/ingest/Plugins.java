package dev.leat.app.ingest;

import dev.leat.elastic.ConfigException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The jars in a folder, on a class loader of their own below that of Leat. */
final class Plugins {

    private Plugins() {}

    /**
     * The class loader of the jars; open as long as the process runs.
     *
     * @param folder one that does not exist holds nothing
     */
    static ClassLoader load(Path folder, ClassLoader parent) {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
                found.forEach(jars::add);
            } catch (IOException e) {
                throw new ConfigException(
                        folder.toString(), "cannot be read: " + e.getClass().getSimpleName());
            }
        }
        jars.sort(Comparator.naturalOrder());
        return jars.isEmpty()
                ? parent
                : new URLClassLoader("plugins", jars.stream().map(Plugins::url).toArray(URL[]::new), parent);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("Every path is a URL", e);
        }
    }
}
