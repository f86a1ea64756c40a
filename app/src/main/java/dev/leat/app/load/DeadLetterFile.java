package dev.leat.app.load;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file beside the input that keeps what was rejected. It is made with the first letter. Not thread-safe.
 *
 * <p>A letter of an earlier load of other content is never overwritten: its file is moved aside.
 */
final class DeadLetterFile implements AutoCloseable {

    private final Path path;
    private final long keep;
    private final boolean replaces;
    /** No channel of NIO: an interrupt in the middle of a write would close that. */
    private @Nullable RandomAccessFile opened;

    private long count;

    /**
     * @param keep bytes of the file that an interrupted load has written and that still stand
     * @param replaces whether the file is of an earlier load of the same input, so that this one writes it anew
     */
    DeadLetterFile(Path path, long keep, boolean replaces) {
        this.path = path;
        this.keep = keep;
        this.replaces = replaces;
    }

    Path path() {
        return path;
    }

    /** How many letters were added. */
    long count() {
        return count;
    }

    /** Adds letters and makes sure that they are in the file. */
    void add(List<byte[]> letters) throws IOException {
        if (letters.isEmpty()) {
            return;
        }
        RandomAccessFile out = opened == null ? open() : opened;
        for (byte[] letter : letters) {
            out.write(letter);
            count++;
        }
    }

    private RandomAccessFile open() throws IOException {
        if (keep == 0 && !replaces && Files.isRegularFile(path) && Files.size(path) > 0) {
            Files.move(path, freeName());
        }
        RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw");
        opened = out;
        if (Files.isRegularFile(path)) {
            out.setLength(Math.min(keep, out.length()));
            out.seek(out.length());
        }
        return out;
    }

    private Path freeName() {
        String name = String.valueOf(path.getFileName());
        int number = 1;
        while (Files.exists(path.resolveSibling(name + "." + number))) {
            number++;
        }
        return path.resolveSibling(name + "." + number);
    }

    /** How long the file is now. */
    long length() throws IOException {
        return opened == null ? keep : opened.getFilePointer();
    }

    @Override
    public void close() throws IOException {
        if (opened != null) {
            opened.close();
        }
    }
}
