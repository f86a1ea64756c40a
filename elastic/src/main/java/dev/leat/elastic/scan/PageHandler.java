package dev.leat.elastic.scan;

import java.io.IOException;

/** Takes the pages of a scan. Pages of one slice come one after the other; those of different slices at the same time. */
@FunctionalInterface
public interface PageHandler {

    /**
     * Takes a page. May block, which slows only this slice down: the snapshot is kept alive meanwhile. An exception ends
     * the scan.
     */
    void handle(ScannedPage page) throws IOException, InterruptedException;
}
