package dev.leat.sources.sql;

import dev.leat.connect.ChangeSink;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Cursor;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that have come or changed since the last run by a column that grows. The cursor of the connector has the
 * greatest value of each table that has such a column.
 */
final class Changes {
    private final ServerDialect dialect;
    private final Database database;
    private final ServerSource.Follow follow;

    Changes(ServerDialect dialect, Database database, ServerSource.Follow follow) {
        this.dialect = dialect;
        this.database = database;
        this.follow = follow;
    }

    /** Nothing when no column is followed. */
    Cursor cursor() throws InterruptedException {
        Map<String, Object> newest = new LinkedHashMap<>();
        if (follow.column() != null) {
            for (Table table : database.chosen()) {
                Optional<ServerDialect.CursorColumn> column = find(table);
                String value = column.isPresent() ? newest(column.get()) : null;
                if (value != null) {
                    newest.put(table.scope(), value);
                }
            }
        }
        return new Cursor(newest);
    }

    Cursor read(Cursor from, ChangeSink sink) throws Exception {
        if (follow.column() == null) {
            throw new SourceException(
                    "An incremental sync needs a column that grows with every change: set cursor_column,"
                            + " or run full syncs only");
        }
        Map<String, Object> next = new LinkedHashMap<>();
        boolean follows = false;
        for (Table table : database.chosen()) {
            Optional<ServerDialect.CursorColumn> column = find(table);
            if (column.isPresent() && !table.key().isEmpty()) {
                // Asked first: what comes while rows are read is found again by the next run.
                String newest = newest(column.get());
                Object last = from.value().get(table.scope());
                read(table, column.get(), last, sink);
                follows = true;
                if (newest != null) {
                    next.put(table.scope(), newest);
                } else if (last != null) {
                    next.put(table.scope(), last);
                }
            }
        }
        if (!follows) {
            throw new SourceException("None of the tables has a column '" + follow.column()
                    + "' with times or whole numbers; check cursor_column");
        }
        return new Cursor(next);
    }

    private Optional<ServerDialect.CursorColumn> find(Table table) {
        return table.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(follow.column()))
                .findFirst()
                .flatMap(column -> dialect.findCursor(table, column, follow.overlap()));
    }

    private @Nullable String newest(ServerDialect.CursorColumn column) throws InterruptedException {
        return database.<@Nullable String>ask(connection -> FirstColumn.first(connection, column.newest()));
    }

    private void read(Table table, ServerDialect.CursorColumn column, @Nullable Object last, ChangeSink sink)
            throws Exception {
        RowQuery all = RowQuery.all(table);
        RowQuery query = last == null
                ? all
                : new RowQuery(all.sql() + " WHERE " + column.condition(), all.columns(), List.of(last.toString()));
        Scope scope = new Scope(table.scope());
        database.read(scope, query, table.key(), dialect.naming().of(table), new OneScope(scope, sink));
    }

    /** The sink of one table. */
    private record OneScope(Scope scope, ChangeSink sink) implements DocumentSink {
        @Override
        public void put(SourceDocument document) throws InterruptedException {
            sink.put(scope, document);
        }

        @Override
        public void checkpoint(Checkpoint checkpoint) {
            throw new IllegalStateException("A query has no place to go on from");
        }

        @Override
        public void skip(String id, String reason) {
            throw new IllegalStateException("Rows are not skipped");
        }

        @Override
        public void failed(String id, Exception reason) {
            try {
                sink.failed(scope, id, reason);
            } catch (InterruptedException e) {
                // The next put throws it again.
                Thread.currentThread().interrupt();
            }
        }
    }
}
