package dev.leat.app.config;

import java.nio.file.Path;
import java.util.Map;

/** Where Leat remembers what it may forget: {@code LEAT_CACHE}, else {@code leat} in the place of the user's caches. */
public final class CacheDirectory {

    private CacheDirectory() {}

    /** The folder; it need not exist. */
    public static Path of(Map<String, String> environment) {
        String ours = environment.getOrDefault("LEAT_CACHE", "");
        if (!ours.isBlank()) {
            return Path.of(ours).toAbsolutePath();
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (caches.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches))
                .resolve("leat")
                .toAbsolutePath();
    }
}
