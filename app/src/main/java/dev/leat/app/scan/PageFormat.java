package dev.leat.app.scan;

import dev.leat.elastic.scan.ScannedPage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** How documents become lines. Thread-safe. */
public interface PageFormat {

    /** Writes what stands before all documents, if anything. */
    default void writeHeader(OutputStream out) throws IOException {}

    /** Some of the fields that documents had and that have no column, if there were any. */
    default List<String> leftOut() {
        return List.of();
    }

    /** Writes all documents of a page, each with its line end. Writes in large pieces; needs no buffer behind it. */
    void write(ScannedPage page, OutputStream out) throws IOException;
}
