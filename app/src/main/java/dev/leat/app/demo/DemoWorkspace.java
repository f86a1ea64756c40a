package dev.leat.app.demo;

import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions;
import dev.leat.local.LocalOptions.Lifetime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a demo takes place: the node it talks to and the folder with its two sources.
 *
 * @param node how the Elasticsearch of the demo is run
 * @param folder everything else; made by {@link #prepare} and, when temporary, removed by {@link #close}
 */
public record DemoWorkspace(LocalOptions node, Path folder, Stay stay) implements AutoCloseable {

    /** What is left when the demo is over. */
    public enum Stay {
        /** The node stays up, the folder stays. */
        STANDING,
        /** Nothing. */
        TEMPORARY
    }

    /** A demo on the local node that all commands use; it stays up. */
    public static DemoWorkspace standing(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_DATA_HOME", "");
        Path home = Path.of(System.getProperty("user.home"));
        // The XDG base directory specification has relative paths ignored.
        Path data = !base.isEmpty() && Path.of(base).isAbsolute() ? Path.of(base) : home.resolve(".local/share");
        // Like 'leat elasticsearch start': the first free port of Elasticsearch's usual range.
        LocalOptions node =
                LocalOptions.forUsers(LocalElasticsearch.defaultDataDirectory()).withSetting("http.port", "9200-9299");
        return new DemoWorkspace(node, data.resolve("leat/demo"), Stay.STANDING);
    }

    /** A demo on a node of its own, of which nothing is left. */
    public static DemoWorkspace temporary() throws IOException {
        Path folder = Files.createTempDirectory("leat-demo-");
        // Started by root, the node runs as another user, who has to get through to its data.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        LocalOptions node =
                LocalOptions.forUsers(folder.resolve("elasticsearch")).withLifetime(Lifetime.OWNED);
        return new DemoWorkspace(node, folder, Stay.TEMPORARY);
    }

    /** Empties what an earlier demo left, so that the story begins at its beginning. */
    public void prepare() throws IOException {
        remove(documents());
        remove(jobs());
        Files.deleteIfExists(database());
        Files.createDirectories(folder);
    }

    /** The folder that is mirrored. */
    public Path documents() {
        return folder.resolve("documents");
    }

    /** The database that is mirrored. */
    public Path database() {
        return folder.resolve("waterworks.db");
    }

    /** Where the mirrors keep the state of unfinished runs. */
    public Path jobs() {
        return folder.resolve("jobs");
    }

    @Override
    public void close() throws IOException {
        if (stay == Stay.TEMPORARY) {
            LocalElasticsearch.stop(node.dataDirectory());
            remove(folder);
        }
    }

    private static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
