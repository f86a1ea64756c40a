package dev.leat.connect.service;

import dev.leat.connect.mirror.JobDirectory;
import dev.leat.elastic.UnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a service keeps on disk: the state of unfinished jobs, and who of the services that use the directory is alive.
 * Several services of one machine may share it.
 *
 * <p>Each holds a place, whose lock ends with the process. A place that can be taken although it names a worker is
 * therefore that of a service that was killed, and jobs that claim to be run by it are run by nobody.
 */
final class DataDirectory implements AutoCloseable {

    private static final int LETTERS_KEPT = 10;

    private final Path directory;
    private final Path identity;
    private final FileChannel lock;
    private final String worker;
    private final Set<String> dead;
    private final AtomicBoolean traced = new AtomicBoolean();

    private DataDirectory(Path directory, Path identity, FileChannel lock, Set<String> dead) throws IOException {
        this.directory = directory;
        this.identity = identity;
        this.lock = lock;
        this.dead = dead;
        this.worker = UUID.randomUUID().toString();
        List<String> lines = new ArrayList<>(dead);
        lines.add(worker);
        write(identity, lines);
    }

    /** Takes a place in the directory, which is made if need be. */
    static DataDirectory open(Path directory) {
        try {
            Path places = Files.createDirectories(directory.resolve("workers"));
            int number = 0;
            FileChannel own = take(places.resolve(number + ".lock"));
            while (own == null) {
                number++;
                own = take(places.resolve(number + ".lock"));
            }
            Path identity = places.resolve(number + ".worker");
            Set<String> dead = new LinkedHashSet<>(read(identity));
            for (int place = number + 1; Files.exists(places.resolve(place + ".lock")); place++) {
                bury(places, place, identity, dead);
            }
            return new DataDirectory(directory, identity, own, dead);
        } catch (IOException e) {
            throw new UnavailableException(
                    "The data directory " + directory + " cannot be used: " + e.getMessage()
                            + "; make room or mend its permissions, or choose another one",
                    e);
        }
    }

    /** Takes over what the service left that had this place, unless it is alive. */
    private static void bury(Path places, int place, Path identity, Set<String> dead) throws IOException {
        try (FileChannel taken = take(places.resolve(place + ".lock"))) {
            if (taken != null) {
                Path left = places.resolve(place + ".worker");
                dead.addAll(read(left));
                // Whoever takes the place later must find nothing: these jobs are ours to look after now.
                write(identity, List.copyOf(dead));
                Files.deleteIfExists(left);
            }
        }
    }

    private static @Nullable FileChannel take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException thisProcess) {
            // Another service in this JVM: as alive as one in another.
        }
        channel.close();
        return null;
    }

    private static List<String> read(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.write(file, lines, StandardCharsets.UTF_8);
    }

    /** The name of this run of the service: what its jobs are marked with. */
    String worker() {
        return worker;
    }

    /** The names of services of this directory that have ended without notice, as far as nobody has looked after them. */
    Set<String> dead() {
        return dead;
    }

    /** The jobs of the dead were looked after. */
    void forgetDead() {
        dead.clear();
        try {
            write(identity, List.of(worker));
        } catch (IOException e) {
            throw new UnavailableException("The file " + identity + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Where the state of an unfinished job lives. There is one for each connector and kind: that of any other job is
     * removed, for a new job must not go on in the middle of what an old one has seen. Dead letters stay, those of the
     * last {@value #LETTERS_KEPT} jobs that have any: the documents of an incremental sync do not come again.
     *
     * @param kind of jobs that exclude each other
     */
    Path job(String connector, String kind, String job) {
        Path connectors = directory.resolve("jobs").resolve(fileName(connector) + "-" + kind);
        Path own = connectors.resolve(fileName(job));
        try {
            Files.createDirectories(connectors);
            List<Path> others;
            try (DirectoryStream<Path> all = Files.newDirectoryStream(connectors, path -> !path.equals(own))) {
                others = StreamSupport.stream(all.spliterator(), false).toList();
            }
            List<Path> letters = others.stream()
                    .map(other -> other.resolve(JobDirectory.DEAD_LETTERS))
                    .filter(Files::exists)
                    .sorted(Comparator.comparing(DataDirectory::changedAt).reversed())
                    .limit(LETTERS_KEPT)
                    .toList();
            for (Path other : others) {
                remove(other, letters);
            }
        } catch (IOException e) {
            throw new UnavailableException(
                    "The state of jobs in " + connectors + " cannot be kept: " + e.getMessage()
                            + "; make room or mend the permissions",
                    e);
        }
        return own;
    }

    private static FileTime changedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static void remove(Path path, List<Path> kept) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    remove(file, kept);
                }
            }
        }
        if (kept.stream().noneMatch(file -> file.startsWith(path))) {
            Files.deleteIfExists(path);
        }
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

    /** A job could not be ended in order: whoever takes this place next must look after it. */
    void leaveTrace() {
        traced.set(true);
    }

    /** Gives the place back; the state of unfinished jobs stays. */
    @Override
    public void close() {
        try {
            try {
                leave();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new UnavailableException("The place " + identity + " cannot be given back: " + e.getMessage(), e);
        }
    }

    private void leave() throws IOException {
        if (traced.get()) {
            return;
        }
        if (dead.isEmpty()) {
            Files.deleteIfExists(identity);
        } else {
            // Nobody came to look after them here: the next service will.
            write(identity, List.copyOf(dead));
        }
    }
}
