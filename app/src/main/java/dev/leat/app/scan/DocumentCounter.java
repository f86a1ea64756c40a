package dev.leat.app.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Counts the documents of a file that was exported, and reads all of it to do so. Thread-safe. */
@FunctionalInterface
public interface DocumentCounter {

    /**
     * How many documents the file holds.
     *
     * @param in the content of the file from its beginning, for a format that is read from there on; may be left unread
     * @throws IOException when the file is broken
     */
    long count(Path file, InputStream in) throws IOException;
}
