package dev.leat.cassandra.service;

import dev.leat.cassandra.sync.DocState;
import dev.leat.cassandra.sync.DocWrite;
import dev.leat.cassandra.sync.IndexSide;
import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.RowKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An index to which no more than so many documents are written in a second. Thread-safe. */
record PacedIndex(IndexSide index, Pace pace) implements IndexSide {

    @Override
    public Map<RowKey, DocState> read(Collection<RowKey> keys) {
        return index.read(keys);
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<DocWrite> writes) {
        pace.take(writes.size());
        return index.write(writes);
    }

    @Override
    public String end() {
        return index.end();
    }

    @Override
    public String rebased(String position) {
        return index.rebased(position);
    }

    @Override
    public Optional<Growth> growth(String from) {
        return index.growth(from);
    }

    @Override
    public void changes(String from, PageHandler handler) {
        index.changes(from, handler);
    }

    @Override
    public void scanKeys(Consumer<List<RowKey>> handler) {
        index.scanKeys(handler);
    }
}
