package dev.leat.sources.extract;

import java.io.IOException;
import java.io.InputStream;

/**
 * Turns the bytes of a file into text.
 *
 * <p>Thread-safe. {@link #extract} blocks until the text is there or a limit is reached; it is meant to be called from
 * as many threads as like to, and lets them wait for a free worker.
 */
public interface ContentExtractor extends AutoCloseable {

    /**
     * Extracts the text of one document.
     *
     * @param name the file's name, a hint for its format; need not exist
     * @param input opens the bytes; opened a second time when the first attempt lost its worker
     * @return the text, or why this document has none: a bad document is a value, never an exception
     * @throws IOException when the input cannot be read, or no worker can be started: nothing is known of the document
     * @throws InterruptedException when the calling thread is interrupted; the document is given up at once
     */
    Extraction extract(String name, Input input) throws IOException, InterruptedException;

    /** Ends every worker. Calls that are waiting then fail with an {@link IOException}. */
    @Override
    void close();

    /** The bytes of one document. */
    @FunctionalInterface
    interface Input {
        /** Opens the bytes from their beginning; the extractor closes the stream. */
        InputStream open() throws IOException;
    }
}
