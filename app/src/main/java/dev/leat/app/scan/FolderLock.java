package dev.leat.app.scan;

import dev.leat.elastic.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two exports out of one folder. The system releases it when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {

    static final String FILE = ".leat.lock";

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static FolderLock take(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FolderLock(file, channel);
            }
        } catch (OverlappingFileLockException e) {
            // Another thread of this process holds it, which is said below.
        }
        channel.close();
        throw new ConfigException("--output", "another process exports into " + folder + "; wait until it is done");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
