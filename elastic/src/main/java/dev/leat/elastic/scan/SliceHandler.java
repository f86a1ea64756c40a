package dev.leat.elastic.scan;

import java.io.IOException;

/** Reads one slice as it wants, and to its end. */
@FunctionalInterface
public interface SliceHandler {

    /** Called on a thread of its own for each slice; the reader is closed when it returns. */
    void handle(SliceReader reader) throws IOException, InterruptedException;
}
