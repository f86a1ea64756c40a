package dev.leat.local;

import dev.leat.local.DistributionList.Entry;
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
 * The cached files of one release of Elasticsearch: fetched when they are missing, verified one by one, and under their
 * final name only when they are all there. Any number of processes may ask for the same files at once: one fetches, the
 * others wait. What a killed process leaves behind is verified and used by the next.
 */
final class Distribution {
    // Room for the file system's own needs and for the node's first files.
    private static final long SPARE_BYTES = 64L << 20;

    private final ElasticsearchVersion version;
    private final DistributionList list;
    private final Path cache;
    private final Repository repository;
    private final Pause pause;
    private final ToLongFunction<Path> usableSpace;

    Distribution(
            ElasticsearchVersion version,
            DistributionList list,
            Path cache,
            Repository repository,
            Pause pause,
            ToLongFunction<Path> usableSpace) {
        this.version = version;
        this.list = list;
        this.cache = cache;
        this.repository = repository;
        this.pause = pause;
        this.usableSpace = usableSpace;
    }

    static Distribution of(ElasticsearchVersion version, Machine machine) {
        return new Distribution(
                version,
                DistributionList.of(version),
                machine.cacheDirectory(),
                Repository.of(machine),
                Pause.real(),
                Distribution::usableSpace);
    }

    private static long usableSpace(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            // Unknown: then a full disk shows when it is written to.
            return Long.MAX_VALUE;
        }
    }

    /** The directory that the files are in, when they are all there. */
    Path home() {
        // Another list is another directory: a node that runs from the old one is not disturbed.
        byte[] digest = EntryUnpacker.sha256().digest(list.toString().getBytes(StandardCharsets.UTF_8));
        return cache.resolve("elasticsearch-" + version.number() + "-"
                + HexFormat.of().formatHex(digest).substring(0, 8));
    }

    /**
     * Makes sure that the files are there.
     *
     * @return their directory
     * @throws LocalException if they cannot be fetched, or are not those that the list names
     */
    @SuppressWarnings("try") // the lock is held, not used
    Path install(ProgressListener listener) {
        Path home = home();
        if (isComplete(home)) {
            return home;
        }
        makeCache();
        Path lockFile = cache.resolve("elasticsearch-" + version.number() + ".lock");
        Runnable onWait = () -> listener.onProgress(
                new StartProgress.Waiting("another process that fetches Elasticsearch " + version.number()));
        try (ProcessLock lock = ProcessLock.acquire(lockFile, pause, onWait, Duration.ofMinutes(30))) {
            if (!isComplete(home)) {
                // A home that lost files is mended in place: a node may be running from it.
                Path target = Files.isDirectory(home) ? home : home.resolveSibling(home.getFileName() + ".partial");
                fetch(target, listener);
                if (!target.equals(home)) {
                    Files.move(target, home, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return home;
        } catch (IOException e) {
            throw LocalException.file("Cannot put Elasticsearch into " + cache, e);
        }
    }

    private boolean isComplete(Path home) {
        if (!Files.isDirectory(home)) {
            return false;
        }
        try {
            for (Entry entry : list.entries()) {
                Path file = home.resolve(entry.path());
                if (!Files.isRegularFile(file) || Files.size(file) != entry.size()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void makeCache() {
        try {
            Path missing = cache;
            List<Path> made = new ArrayList<>();
            while (missing != null && !Files.exists(missing)) {
                made.add(missing);
                missing = missing.getParent();
            }
            Files.createDirectories(cache);
            for (Path path : made) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException e) {
            throw LocalException.file("Cannot make the cache directory " + cache + " (LEAT_CACHE names another)", e);
        }
    }

    private void fetch(Path target, ProgressListener listener) throws IOException {
        Files.createDirectories(target);
        Download download = new Download(version, list, target, repository, pause, listener);
        List<Entry> missing = download.missing();
        long needed = missing.stream().mapToLong(Entry::size).sum() + SPARE_BYTES;
        long usable = usableSpace.applyAsLong(target);
        if (usable < needed) {
            throw new LocalException(
                    Reason.NO_SPACE,
                    "Elasticsearch " + version.number() + " needs " + megabytes(needed) + " MB in " + cache + ", where "
                            + megabytes(usable) + " MB are free: free some space, or set LEAT_CACHE to another disk");
        }
        download.run(missing);
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
