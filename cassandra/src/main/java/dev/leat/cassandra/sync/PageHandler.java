package dev.leat.cassandra.sync;

import java.util.List;

/** Takes what a scan or a feed finds, page by page, on one thread; what it throws ends the scan and comes out of it. */
@FunctionalInterface
public interface PageHandler {

    /**
     * Takes a page.
     *
     * @param position from where the scan goes on after this page and all before it; opaque
     */
    void accept(List<Sighting> page, String position);
}
