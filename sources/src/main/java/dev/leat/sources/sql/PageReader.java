package dev.leat.sources.sql;

import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads ranges of a table page by page in the order of its key. For one thread. */
final class PageReader {
    /** A page ends early when it has grown to this: rows can be of any size. */
    private static final long PAGE_BYTES = 2L << 20;

    /** What is in memory twice, as the driver and as we have it. */
    private static final long FETCH_BYTES = 256 << 10;

    /** The next rows may be far larger than the last ones. */
    private static final int MOST_FETCHED = 500;

    private final Dialect dialect;
    private final Session session;
    private final Table table;
    private final Table.Paging.ByColumns paging;
    private final RowDocuments documents;
    private final SqlSettings settings;
    private final String layout;
    private final List<Integer> keyPlaces = new ArrayList<>();
    private final String selection;
    private final String order;
    private int rows;
    private int fetchRows;

    PageReader(
            Dialect dialect,
            Session session,
            Table table,
            Table.Paging.ByColumns paging,
            RowDocuments documents,
            SqlSettings settings,
            String layout) {
        this.dialect = dialect;
        this.session = session;
        this.table = table;
        this.paging = paging;
        this.documents = documents;
        this.settings = settings;
        this.layout = layout;
        this.rows = settings.pageRows();
        this.fetchRows = settings.fetchRows();
        this.selection = withKey();
        this.order =
                paging.columns().stream().map(Table.OrderColumn::expression).collect(Collectors.joining(", "));
    }

    /** The columns and, where they do not tell it as they are, the values of the key. */
    private String withKey() {
        StringBuilder all = new StringBuilder(table.selection());
        List<String> columns =
                table.columns().stream().map(Table.Column::expression).toList();
        int next = columns.size();
        for (Table.OrderColumn column : paging.columns()) {
            int same = columns.indexOf(column.selection());
            if (same >= 0) {
                keyPlaces.add(same + 1);
            } else {
                keyPlaces.add(++next);
                all.append(", ").append(column.selection());
            }
        }
        return all.toString();
    }

    /** Reads a range to its end. */
    void read(int number, KeyRange range, Courier courier) throws SQLException, InterruptedException {
        KeyRange rest = range;
        while (rest != null) {
            KeyRange from = rest;
            Page page = session.run(connection -> fetch(connection, from));
            if (page.layout() != null && !page.layout().equals(layout)) {
                throw new SourceException("The table " + table.name()
                        + " was reorganised, or the schema changed, while it was read; run again");
            }
            rest = page.last() == null ? null : from.after(page.last());
            Delivery.Place place = documents.sawRowWithoutKey() ? Delivery.Place.LOST : Delivery.Place.FINDABLE;
            courier.deliver(new Delivery.Page(number, page.documents(), rest, place));
        }
    }

    private Page fetch(Connection connection, KeyRange range) throws SQLException {
        String sql = "SELECT " + selection + " FROM " + table.reference() + range.where(paging) + " ORDER BY " + order
                + " LIMIT " + rows;
        documents.takeBytes();
        Page page = session.ask(
                connection,
                sql,
                statement -> {
                    range.bind(statement, paging);
                    statement.setFetchSize(Math.min(rows, fetchRows));
                },
                result -> page(result, connection));
        dialect.transactions().afterPage(connection);
        return page;
    }

    private Page page(ResultSet result, Connection connection) throws SQLException {
        String now = paging.stability() == Table.Stability.UNTIL_REORGANISED
                ? dialect.transactions().layout(connection)
                : null;
        List<SourceDocument> read = new ArrayList<>();
        List<Object> last = null;
        while (result.next()) {
            read.add(documents.of(result));
            if (read.size() == rows || documents.bytes() >= PAGE_BYTES) {
                last = key(result);
                break;
            }
        }
        adapt(read.size(), documents.takeBytes());
        return new Page(read, last, now);
    }

    /** A database that sends a whole page at once should not send more than is wanted, nor small rows one by one. */
    private void adapt(int read, long bytes) {
        if (read > 0) {
            long fitting = PAGE_BYTES * read / Math.max(1, bytes);
            rows = Math.clamp(fitting, 1, settings.pageRows());
            int most = Math.max(settings.fetchRows(), Math.min(MOST_FETCHED, settings.pageRows()));
            fetchRows = Math.clamp(FETCH_BYTES * read / Math.max(1, bytes), settings.fetchRows(), most);
        }
    }

    private List<Object> key(ResultSet result) throws SQLException {
        List<Object> values = new ArrayList<>(keyPlaces.size());
        for (int i = 0; i < keyPlaces.size(); i++) {
            Object value = paging.columns().get(i).reader().read(result, keyPlaces.get(i));
            if (value == null) {
                throw new SourceException("The table " + table.name() + " has null in a column that may have none");
            }
            values.add(value);
        }
        return values;
    }

    /**
     * @param last the key of the last row; null when there are no more rows
     * @param layout null where it does not matter
     */
    private record Page(
            List<SourceDocument> documents,
            @Nullable List<Object> last,
            @Nullable String layout) {}
}
