package dev.leat.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this module needs to know about the machine and the user; tests make their own.
 *
 * @param root whether this process is root, so that the node must run as somebody else
 */
record Machine(Map<String, String> environment, Path home, Path javaHome, boolean root) {
    private static final Path ROOT_CACHE = Path.of("/var/cache/leat");
    private static final Path ROOT_DATA = Path.of("/var/lib/leat");

    static Machine current() {
        return new Machine(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of(System.getProperty("java.home")),
                isRoot());
    }

    private static boolean isRoot() {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            try (Stream<String> lines = Files.lines(status)) {
                // Real, effective, saved and file system id: the second one decides.
                return lines.filter(line -> line.startsWith("Uid:"))
                        .anyMatch(line -> line.split("\\s+", -1)[2].equals("0"));
            } catch (IOException e) {
                // Then the name has to do.
                return "root".equals(System.getProperty("user.name"));
            }
        }
        return "root".equals(System.getProperty("user.name"));
    }

    /** The value of an environment variable, nothing when it is unset or blank. */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** Where distributions are kept: {@code LEAT_CACHE}, else the place of the user's caches. */
    Path cacheDirectory() {
        return directory("LEAT_CACHE", ROOT_CACHE, "XDG_CACHE_HOME", ".cache");
    }

    /** Where nodes keep their data unless told otherwise: {@code LEAT_DATA}, else the place of the user's data. */
    Path dataDirectory() {
        return directory("LEAT_DATA", ROOT_DATA, "XDG_DATA_HOME", ".local/share");
    }

    private Path directory(String ours, Path forRoot, String xdg, String belowHome) {
        String chosen = variable(ours);
        if (chosen != null) {
            return Path.of(chosen).toAbsolutePath().normalize();
        }
        if (root) {
            return forRoot;
        }
        String base = variable(xdg);
        return (base == null ? home.resolve(belowHome) : Path.of(base))
                .resolve("leat")
                .toAbsolutePath()
                .normalize();
    }

    /** The program of that name on the {@code PATH}. */
    @Nullable
    Path findProgram(String name) {
        String path = variable("PATH");
        for (String folder : (path == null ? "/usr/bin:/bin" : path).split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                return Path.of(folder, name);
            }
        }
        return null;
    }
}
