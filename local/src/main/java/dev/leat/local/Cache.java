package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The directory where distributions are kept, each under its final name only when all its files are there. Any number of
 * processes may ask for the same one at once: one fetches, the others wait. What a killed process leaves behind is
 * verified and used by the next.
 */
record Cache(Path directory, Pause pause, ToLongFunction<Path> usableSpace) {
    // Room for the file system's own needs and for the node's first files.
    private static final long SPARE_BYTES = 64L << 20;

    /** What belongs to a distribution, and how it is fetched. */
    interface Content {
        /** Whether all files are there; a look at names and sizes is enough. */
        boolean isComplete(Path home) throws IOException;

        /** What is not there yet, verified by checksums. */
        Pending pending(Path target) throws IOException;
    }

    /**
     * What is not there yet.
     *
     * @param bytes its size on disk
     */
    record Pending(long bytes, Runnable fetch) {}

    static Cache of(Machine machine) {
        return new Cache(machine.cacheDirectory(), Pause.real(), Cache::usableSpace);
    }

    private static long usableSpace(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            // Unknown: then a full disk shows when it is written to.
            return Long.MAX_VALUE;
        }
    }

    /** The directory of a distribution; another list is another one: a node that runs from the old is not disturbed. */
    Path home(String name, String list) {
        byte[] digest = VerifiedFiles.sha256().digest(list.getBytes(StandardCharsets.UTF_8));
        return directory.resolve(name + "-" + HexFormat.of().formatHex(digest).substring(0, 8));
    }

    /**
     * Makes sure that the files are there.
     *
     * @param product what it is, for messages, such as {@code Elasticsearch 9.4.3}
     * @param lock the name of the file that makes the others wait
     * @throws LocalException if they cannot be fetched, or are not those that the list names
     */
    @SuppressWarnings("try") // the lock is held, not used
    void install(String product, String lock, Path home, Content content, ProgressListener listener) {
        if (isComplete(content, home)) {
            return;
        }
        make();
        Runnable onWait =
                () -> listener.onProgress(new StartProgress.Waiting("another process that fetches " + product));
        try (ProcessLock held = ProcessLock.acquire(directory.resolve(lock), pause, onWait, Duration.ofMinutes(30))) {
            if (!isComplete(content, home)) {
                // A home that lost files is mended in place: a node may be running from it.
                Path target = Files.isDirectory(home) ? home : home.resolveSibling(home.getFileName() + ".partial");
                Files.createDirectories(target);
                Pending pending = content.pending(target);
                requireSpace(product, target, pending.bytes());
                pending.fetch().run();
                if (!target.equals(home)) {
                    Files.move(target, home, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } catch (IOException e) {
            throw LocalException.file("Cannot put " + product + " into " + directory, e);
        }
    }

    private static boolean isComplete(Content content, Path home) {
        try {
            return Files.isDirectory(home) && content.isComplete(home);
        } catch (IOException e) {
            return false;
        }
    }

    private void make() {
        try {
            Path missing = directory;
            List<Path> made = new ArrayList<>();
            while (missing != null && !Files.exists(missing)) {
                made.add(missing);
                missing = missing.getParent();
            }
            Files.createDirectories(directory);
            for (Path path : made) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException e) {
            throw LocalException.file(
                    "Cannot make the cache directory " + directory + " (LEAT_CACHE names another)", e);
        }
    }

    private void requireSpace(String product, Path target, long missing) {
        long needed = missing + SPARE_BYTES;
        long usable = usableSpace.applyAsLong(target);
        if (usable < needed) {
            throw new LocalException(
                    Reason.NO_SPACE,
                    product + " needs " + megabytes(needed) + " MB in " + directory + ", where " + megabytes(usable)
                            + " MB are free: free some space, or set LEAT_CACHE to another disk");
        }
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
