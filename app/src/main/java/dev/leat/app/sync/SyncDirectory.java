package dev.leat.app.sync;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.RejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a sync, held by one process at a time: the system releases it when that ends, however it ends. It has the
 * name of this instance ({@code instance}), the process that works ({@code sync.pid}), and its log.
 */
public final class SyncDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String PID = "sync.pid";
    private static final int TRIES = 10;
    private static final Duration PAUSE = Duration.ofMillis(30);

    private final Path directory;
    private final FileChannel channel;

    private SyncDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * A process that works with a folder.
     *
     * @param pid 0 when it has just begun
     * @param url where it tells of itself; null when it does not, or not yet
     */
    public record Worker(long pid, @Nullable URI url) {}

    /**
     * Makes the folder if need be, and takes it.
     *
     * @throws RejectedException when another process has it
     */
    public static SyncDirectory take(Path directory) throws IOException {
        Files.createDirectories(directory);
        // Whoever asks who works here has the lock for a moment.
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<SyncDirectory> taken = tryTake(directory);
            if (taken.isPresent()) {
                Files.deleteIfExists(directory.resolve(PID));
                return taken.get();
            }
            pause();
        }
        String who = find(directory).map(worker -> ", process " + worker.pid()).orElse("");
        throw new RejectedException(
                0,
                "already_running",
                "a sync of this configuration runs here already" + who
                        + "; 'leat sync status' shows it, 'leat sync stop'" + " ends it");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the sync", e);
        }
    }

    private static Optional<SyncDirectory> tryTake(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new SyncDirectory(directory, channel));
            }
        } catch (OverlappingFileLockException thisProcess) {
            // Held all the same.
            channel.close();
            return Optional.empty();
        }
        channel.close();
        return Optional.empty();
    }

    /** The process that works with a folder now. */
    public static Optional<Worker> find(Path directory) {
        try {
            if (!Files.exists(directory.resolve(LOCK))) {
                return Optional.empty();
            }
            Optional<SyncDirectory> free = tryTake(directory);
            if (free.isPresent()) {
                free.get().channel.close();
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(directory.resolve(PID));
            return Optional.of(new Worker(
                    Long.parseLong(lines.getFirst().strip()),
                    lines.size() > 1 ? URI.create(lines.get(1).strip()) : null));
        } catch (NoSuchFileException | NumberFormatException | NoSuchElementException e) {
            // It has just begun.
            return Optional.of(new Worker(0, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder that nobody needs any more. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The log of a sync in the background. */
    public static Path log(Path directory) {
        return directory.resolve("sync.log");
    }

    /** The name of this instance: the same from run to run, and no other's. */
    public String owner() throws IOException {
        Path file = directory.resolve("instance");
        if (!Files.exists(file)) {
            replace(file, UUID.randomUUID() + "\n");
        }
        return Files.readString(file).strip();
    }

    /** Tells others which process works here, and where that tells of itself. */
    public void announce(@Nullable URI url) throws IOException {
        replace(directory.resolve(PID), ProcessHandle.current().pid() + "\n" + (url == null ? "" : url + "\n"));
    }

    private void replace(Path file, String text) throws IOException {
        Path part = directory.resolve(file.getFileName() + ".part");
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Where files are that are gone when the work is done. */
    public Path scratch() {
        return directory.resolve("scratch");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(directory.resolve(PID));
        channel.close();
    }
}
