package dev.leat.cassandra.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory, with the columns {@code a}, {@code b}, {@code list} and {@code v} (a version in microseconds). What
 * is public beyond the ports is for applications that write to Cassandra themselves.
 */
class TableModel implements TableSide, TableWatch {

    private static final int PAGE = 2;

    private final TreeMap<String, RowModel> rows = new TreeMap<>();
    private final LongSupplier clock;

    /**
     * @param clock microseconds; rows expire by it
     */
    TableModel(LongSupplier clock) {
        this.clock = clock;
    }

    /** INSERT: null values are nulled, missing ones left alone. */
    void insert(RowKey key, Map<String, @Nullable String> values, long timestamp, long expires) {
        row(key).mark(timestamp, expires);
        update(key, values, timestamp, expires);
    }

    /** UPDATE. */
    void update(RowKey key, Map<String, @Nullable String> values, long timestamp, long expires) {
        values.forEach((column, value) -> row(key).set(column, value, timestamp, expires));
    }

    void delete(RowKey key, long timestamp) {
        row(key).delete(timestamp);
    }

    RowState read(RowKey key) {
        RowModel row = rows.get(key.values());
        return row == null ? new RowState.Absent() : row.read(clock.getAsLong());
    }

    void apply(RowWrite write) {
        long timestamp = write.timestamp();
        switch (write) {
            case RowWrite.Put put -> {
                Map<String, @Nullable String> values = new TreeMap<>(put.set());
                put.cleared().forEach(column -> values.put(column, null));
                insert(put.key(), values, timestamp, RowModel.FOREVER);
            }
            case RowWrite.Replace replace -> {
                Map<String, @Nullable String> values = new TreeMap<>();
                RowModel.columns()
                        .forEach(column ->
                                values.put(column, replace.content().values().get(column)));
                insert(replace.key(), values, timestamp, RowModel.FOREVER);
            }
            case RowWrite.Delete delete -> delete(delete.key(), timestamp);
        }
    }

    @Override
    public Map<RowKey, RowState> read(Collection<RowKey> keys) {
        Map<RowKey, RowState> states = new LinkedHashMap<>();
        keys.forEach(key -> states.put(key, read(key)));
        return states;
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<RowWrite> writes) {
        Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
        for (RowWrite write : writes) {
            apply(write);
            outcomes.put(write.key(), new Outcome.Written(null));
        }
        return outcomes;
    }

    @Override
    public void scan(@Nullable String from, PageHandler handler) {
        scanRows(
                from,
                (page, position) ->
                        handler.accept(page.stream().map(FoundRow::sighting).toList(), position));
    }

    @Override
    public void scanRows(@Nullable String from, RowHandler handler) {
        String position = from == null ? "" : from;
        while (true) {
            List<FoundRow> page = new ArrayList<>();
            for (String id : rows.tailMap(position, false).keySet()) {
                position = id;
                RowKey key = RowKey.of(id);
                if (read(key) instanceof RowState.Present row) {
                    page.add(new FoundRow(key, row));
                }
                if (page.size() == PAGE) {
                    break;
                }
            }
            if (page.isEmpty()) {
                return;
            }
            handler.accept(page, position);
        }
    }

    @Override
    public boolean isQuick() {
        return true;
    }

    @Override
    public long changes(long since, long until, PageHandler handler) {
        List<Sighting> page = new ArrayList<>();
        long seen = Long.MIN_VALUE;
        for (String id : rows.keySet()) {
            if (read(RowKey.of(id)) instanceof RowState.Present row) {
                String text = row.content().values().get("v");
                long version = text == null ? Long.MIN_VALUE : Long.parseLong(text);
                if (version >= since && version <= until) {
                    page.add(new FoundRow(RowKey.of(id), row).wholeSighting());
                    seen = Math.max(seen, version);
                }
            }
        }
        if (!page.isEmpty()) {
            handler.accept(page, "");
        }
        return seen;
    }

    private RowModel row(RowKey key) {
        return rows.computeIfAbsent(key.values(), any -> new RowModel());
    }
}
