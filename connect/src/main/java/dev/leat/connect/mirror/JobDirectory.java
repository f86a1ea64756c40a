package dev.leat.connect.mirror;

import dev.leat.elastic.RejectedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The directory of one job: the id table, the journal and what else an unfinished run needs to be continued. Held by one
 * run at a time, by a lock that ends with the process.
 */
public final class JobDirectory implements AutoCloseable {

    /** The name of the file with documents that could neither be written nor be kept in an index. */
    public static final String DEAD_LETTERS = "dead-letters.ndjson";

    private final Path directory;
    private final FileChannel channel;

    private JobDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Where the state of a job of that name belongs: {@code leat/jobs/NAME} below {@code $XDG_STATE_HOME}, or below
     * {@code ~/.local/state}.
     */
    public static Path standard(String name) {
        return standard(name, System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Path standard(String name, Map<String, String> environment, Path home) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        // The XDG base directory specification has relative paths ignored.
        Path base = !state.isEmpty() && Path.of(state).isAbsolute() ? Path.of(state) : home.resolve(".local/state");
        return base.resolve("leat/jobs").resolve(fileName(name));
    }

    private static String fileName(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9_-]", "_");
        if (safe.equals(name) && name.length() <= 100) {
            return name;
        }
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return "%s-%08x".formatted(safe.substring(0, Math.min(80, safe.length())), crc.getValue());
    }

    /**
     * Makes the directory if need be, and takes it.
     *
     * @throws RejectedException when another run holds it
     */
    static JobDirectory take(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new JobDirectory(directory, channel);
            }
        } catch (OverlappingFileLockException thisProcess) {
            // Told below, like a lock of another process.
        }
        channel.close();
        throw new RejectedException(
                0,
                "job_is_running",
                "This job is running already (" + directory + " is locked); wait for it, or stop it first");
    }

    Path path() {
        return directory;
    }

    Path table() {
        return directory.resolve("ids.table");
    }

    Path journal() {
        return directory.resolve("journal");
    }

    Path deferred() {
        return directory.resolve("deferred");
    }

    Path deadLetters() {
        return directory.resolve(DEAD_LETTERS);
    }

    /** Removes the state of a run, once there is nothing to be continued. */
    void clear() throws IOException {
        // The journal first: without it, nothing else would ever be taken up.
        Files.deleteIfExists(journal());
        Files.deleteIfExists(table());
        Files.deleteIfExists(deferred());
        Files.deleteIfExists(table().resolveSibling("ids.table.new"));
        Files.deleteIfExists(journal().resolveSibling("journal.new"));
    }

    /** Removes the directory with all that is in it. */
    void remove() throws IOException {
        clear();
        Files.deleteIfExists(deadLetters());
        Files.deleteIfExists(directory.resolve("lock"));
        Files.deleteIfExists(directory);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
