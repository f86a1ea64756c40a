package dev.leat.cassandra.service;

import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.TableWatch;

/** A watch that hands over no more than so many rows in a second. Thread-safe. */
record PacedWatch(TableWatch watch, Pace pace) implements TableWatch {

    @Override
    public long changes(long since, long until, PageHandler handler) {
        return watch.changes(since, until, (page, position) -> {
            pace.take(page.size());
            handler.accept(page, position);
        });
    }

    @Override
    public boolean isQuick() {
        return watch.isQuick();
    }
}
