package dev.leat.app.scan;

import dev.leat.elastic.scan.ScannedPage;
import java.io.IOException;

/** Writes the pages of a scan into one stream. Thread-safe. The stream is the caller's to close. */
public interface PageSink {

    /** Writes all documents of the page, or keeps them to be written together with others. */
    void write(ScannedPage page) throws IOException;

    /** Writes what is still kept and what stands behind all documents. To be called once, after all pages. */
    void complete() throws IOException;

    /** How many bytes were written so far. */
    long bytes();
}
