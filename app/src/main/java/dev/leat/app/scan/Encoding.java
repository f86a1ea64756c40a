package dev.leat.app.scan;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** How documents become a file. Thread-safe; one encoding serves any number of files. */
public interface Encoding {

    /** Begins a file: what stands before all documents is written. */
    PageSink open(OutputStream out) throws IOException;

    /** What the names of such files end with, such as {@code .ndjson.zst}. */
    String extension();

    /** How the documents of such a file are counted. */
    DocumentCounter counter();

    /** Some of the fields that documents had and that have no column, if there were any. */
    default List<String> leftOut() {
        return List.of();
    }
}
