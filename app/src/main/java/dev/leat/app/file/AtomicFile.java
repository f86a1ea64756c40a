package dev.leat.app.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: it is written beside its place and renamed when complete. What is no ordinary
 * file, such as a pipe or a device, is written directly. Not thread-safe.
 */
public final class AtomicFile implements AutoCloseable {

    private final Path target;
    private final Path written;
    private final OutputStream out;
    private boolean complete;

    private AtomicFile(Path target, Path written) throws IOException {
        this.target = target;
        this.written = written;
        this.out = Files.newOutputStream(
                written, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Begins to write; the file of that name, if there is one, stays until {@link #complete}. */
    public static AtomicFile open(Path target) throws IOException {
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            return new AtomicFile(target, target);
        }
        Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        String beside = "." + real.getFileName() + "." + ProcessHandle.current().pid() + ".part";
        return new AtomicFile(real, real.resolveSibling(beside));
    }

    /** Where the content goes; not buffered. */
    public OutputStream out() {
        return out;
    }

    /** The content is complete: the file takes its place. */
    public void complete() throws IOException {
        out.close();
        if (!written.equals(target)) {
            try {
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        complete = true;
    }

    /** Leaves nothing behind unless the content was complete. */
    @Override
    public void close() throws IOException {
        if (complete) {
            return;
        }
        try {
            out.close();
        } finally {
            if (!written.equals(target)) {
                Files.deleteIfExists(written);
            }
        }
    }
}
