package dev.leat.cassandra.service;

import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.RowHandler;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.RowState;
import dev.leat.cassandra.sync.RowWrite;
import dev.leat.cassandra.sync.TableSide;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of which no more than so many rows are read and written in a second. Thread-safe. */
record PacedTable(TableSide table, Pace pace) implements TableSide {

    @Override
    public Map<RowKey, RowState> read(Collection<RowKey> keys) {
        pace.take(keys.size());
        return table.read(keys);
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<RowWrite> writes) {
        pace.take(writes.size());
        return table.write(writes);
    }

    @Override
    public void scan(@Nullable String from, PageHandler handler) {
        table.scan(from, (page, position) -> {
            pace.take(page.size());
            handler.accept(page, position);
        });
    }

    @Override
    public void scanRows(@Nullable String from, RowHandler handler) {
        table.scanRows(from, (page, position) -> {
            pace.take(page.size());
            handler.accept(page, position);
        });
    }
}
