package dev.leat.cassandra.sync;

import java.util.List;

/** Takes rows, page by page, as {@link PageHandler} does. */
@FunctionalInterface
public interface RowHandler {

    /**
     * Takes a page.
     *
     * @param position from where the scan goes on after this page and all before it; opaque, and as in {@link
     *     TableSide#scan}
     */
    void accept(List<FoundRow> page, String position);
}
