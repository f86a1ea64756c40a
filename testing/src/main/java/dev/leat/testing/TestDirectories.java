package dev.leat.testing;

import dev.leat.local.LocalCassandra;
import dev.leat.local.LocalElasticsearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Data directories for nodes of tests: one per JVM and call, open to the user that a node runs as. The name carries the
 * process, so that the next run can clear away what a killed one left.
 */
public final class TestDirectories {
    private static final Pattern NAME = Pattern.compile("leat-test-(\\d+)-.*");

    private TestDirectories() {}

    /** A new, empty directory; {@link LocalElasticsearch#destroy} removes it. */
    public static Path create() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            clearLeftovers(parent);
            Path directory = Files.createTempDirectory(
                    parent, "leat-test-" + ProcessHandle.current().pid() + "-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            // Symbolic links on the way (such as /tmp on macOS) would give the node two names for one directory.
            return directory.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a directory in " + parent, e);
        }
    }

    /** One process at a time: tests run in several, and a folder that two of them delete vanishes under the hands of one. */
    private static void clearLeftovers(Path parent) throws IOException {
        Path lock = parent.resolve("leat-tests-" + System.getProperty("user.name") + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock();
                DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, "leat-test-*")) {
            for (Path candidate : candidates) {
                Matcher name = NAME.matcher(String.valueOf(candidate.getFileName()));
                if (held.isValid()
                        && name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                        && Files.isWritable(candidate)) {
                    clear(candidate);
                }
            }
        }
    }

    private static void clear(Path leftover) throws IOException {
        if (Files.exists(leftover.resolve("leat.lock"))) {
            // Each stops the node of its own kind only.
            LocalCassandra.stop(leftover);
            LocalElasticsearch.destroy(leftover);
            return;
        }
        try {
            Files.deleteIfExists(leftover);
        } catch (DirectoryNotEmptyException e) {
            // No node was started in it, so that it is not for this class to say what it holds.
            return;
        }
    }
}
