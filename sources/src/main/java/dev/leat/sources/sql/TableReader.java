package dev.leat.sources.sql;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.SourceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one table into a sink. For one call of one thread. */
final class TableReader {
    /** A page ends early when it has grown to this: rows can be of any size. */
    private static final long PAGE_BYTES = 8L << 20;

    private final Dialect dialect;
    private final Connection connection;
    private final Table table;
    private final int pageRows;
    private final RowDocuments documents;

    TableReader(Dialect dialect, Connection connection, Table table, SqlSettings settings) {
        this.dialect = dialect;
        this.connection = connection;
        this.table = table;
        this.pageRows = settings.pageRows();
        this.documents = new RowDocuments(table, settings.maxBinaryBytes());
    }

    void read(Checkpoint from, DocumentSink sink) throws SQLException, InterruptedException {
        if (table.columns().isEmpty()) {
            throw new SourceException("The table " + table.name() + " has no columns that can be read");
        }
        switch (table.paging()) {
            case Table.Paging.ByColumns paging -> readPages(paging, from, sink);
            case Table.Paging.Whole whole -> readWhole(sink);
        }
    }

    private void readPages(Table.Paging.ByColumns paging, Checkpoint from, DocumentSink sink)
            throws SQLException, InterruptedException {
        boolean movable = paging.stability() == Table.Stability.UNTIL_REORGANISED;
        String layout = dialect.layout(connection);
        connection.commit();
        RowPosition position = RowPosition.of(from, paging.columns().size());
        if (position != null && movable && !position.layout().equals(layout)) {
            position = null;
        }
        while (true) {
            Page page = fetch(paging, position);
            if (movable && !page.layout().equals(layout)) {
                throw new SourceException("The table " + table.name()
                        + " was reorganised, or the schema changed, while it was read; run again");
            }
            for (List<@Nullable Object> row : page.rows()) {
                sink.put(documents.of(row));
            }
            if (page.last() == null) {
                return;
            }
            position = new RowPosition(layout, page.last());
            if (!documents.sawRowWithoutKey()) {
                position.toCheckpoint().ifPresent(sink::checkpoint);
            }
        }
    }

    private Page fetch(Table.Paging.ByColumns paging, @Nullable RowPosition after) throws SQLException {
        String order =
                paging.columns().stream().map(Table.OrderColumn::expression).collect(Collectors.joining(", "));
        String marks = paging.columns().stream().map(column -> "?").collect(Collectors.joining(", "));
        String sql = "SELECT " + columns() + ", " + order + " FROM " + dialect.quoted(table.name())
                + (after == null ? "" : " WHERE (" + order + ") > (" + marks + ")")
                + " ORDER BY " + order + " LIMIT " + pageRows;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; after != null && i < after.key().size(); i++) {
                statement.setObject(i + 1, after.key().get(i));
            }
            Page page;
            try (ResultSet rows = statement.executeQuery()) {
                page = page(rows, paging.columns().size(), dialect.layout(connection));
            }
            connection.commit();
            return page;
        }
    }

    private Page page(ResultSet rows, int orderColumns, String layout) throws SQLException {
        List<List<@Nullable Object>> read = new ArrayList<>();
        List<Object> last = List.of();
        long bytes = 0;
        while (rows.next()) {
            List<@Nullable Object> row = row(rows);
            read.add(row);
            bytes += size(row);
            last = orderValues(rows, orderColumns);
            if (bytes >= PAGE_BYTES || read.size() == pageRows) {
                return new Page(read, last, layout);
            }
        }
        return new Page(read, null, layout);
    }

    private List<Object> orderValues(ResultSet rows, int orderColumns) throws SQLException {
        List<Object> values = new ArrayList<>(orderColumns);
        for (int i = 1; i <= orderColumns; i++) {
            Object value = value(rows, table.columns().size() + i);
            if (value == null) {
                throw new SourceException("The table " + table.name() + " has null in a column that may have none");
            }
            values.add(value);
        }
        return values;
    }

    private void readWhole(DocumentSink sink) throws SQLException, InterruptedException {
        String sql = "SELECT " + columns() + " FROM " + dialect.quoted(table.name());
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                sink.put(documents.of(row(rows)));
            }
        }
        connection.commit();
    }

    private String columns() {
        return table.columns().stream()
                .map(column -> dialect.quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    private List<@Nullable Object> row(ResultSet rows) throws SQLException {
        List<@Nullable Object> row = new ArrayList<>(table.columns().size());
        for (int i = 1; i <= table.columns().size(); i++) {
            row.add(value(rows, i));
        }
        return row;
    }

    private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }

    private static long size(List<@Nullable Object> row) {
        long size = 0;
        for (Object value : row) {
            size += switch (value) {
                case String text -> 2L * text.length();
                case byte[] binary -> binary.length;
                case null, default -> 16;
            };
        }
        return size;
    }

    /** @param last what the last row is ordered by; null when there are no more rows */
    private record Page(
            List<List<@Nullable Object>> rows, @Nullable List<Object> last, String layout) {}
}
