package dev.leat.sources.sql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Divides the key of a big table into ranges that several connections read at the same time. Immutable. */
record RangeSplitter(Table table, Table.Paging.ByColumns paging, int readers) {
    /** Below this, a second connection costs more than it brings. */
    private static final long BIG_TABLE_ROWS = 50_000;

    /** So that a reader whose ranges turn out short has others to go on with. */
    private static final int RANGES_PER_READER = 4;

    /** The ranges, in the order of the key; one for a table that is not big. */
    List<KeyRange> ranges(Session session, Connection connection) throws SQLException {
        if (readers == 1 || table.estimatedRows() < BIG_TABLE_ROWS) {
            return List.of(KeyRange.ALL);
        }
        int parts = readers * RANGES_PER_READER;
        boolean arithmetic =
                paging.columns().size() == 1 && paging.columns().getFirst().splitting() == Table.Splitting.ARITHMETIC;
        List<List<Object>> boundaries =
                arithmetic ? byArithmetic(session, connection, parts) : byCounting(session, connection, parts);
        List<KeyRange> ranges = new ArrayList<>();
        List<Object> after = null;
        for (List<Object> boundary : boundaries) {
            ranges.add(new KeyRange(after, boundary));
            after = boundary;
        }
        ranges.add(new KeyRange(after, null));
        return ranges;
    }

    private List<List<Object>> byArithmetic(Session session, Connection connection, int parts) throws SQLException {
        String sql = "SELECT min(%1$s), max(%1$s) FROM %2$s"
                .formatted(paging.columns().getFirst().expression(), table.reference());
        return session.ask(
                connection,
                sql,
                statement -> {},
                rows -> rows.next() ? between(rows.getBigDecimal(1), rows.getBigDecimal(2), parts) : List.of());
    }

    private static List<List<Object>> between(@Nullable BigDecimal least, @Nullable BigDecimal most, int parts) {
        List<List<Object>> boundaries = new ArrayList<>();
        if (least == null || most == null) {
            return boundaries;
        }
        BigDecimal step = most.subtract(least).divide(BigDecimal.valueOf(parts), 0, RoundingMode.CEILING);
        for (int i = 1; i < parts && step.signum() > 0; i++) {
            BigDecimal boundary = least.add(step.multiply(BigDecimal.valueOf(i)));
            if (boundary.compareTo(most) < 0) {
                boundaries.add(List.of(boundary));
            }
        }
        return boundaries;
    }

    private List<List<Object>> byCounting(Session session, Connection connection, int parts) throws SQLException {
        List<List<Object>> boundaries = new ArrayList<>();
        KeyRange rest = KeyRange.ALL;
        long step = table.estimatedRows() / parts;
        while (boundaries.size() < parts - 1) {
            List<Object> boundary = keyAt(session, connection, rest, step);
            if (boundary == null) {
                break;
            }
            boundaries.add(boundary);
            rest = rest.after(boundary);
        }
        return boundaries;
    }

    private @Nullable List<Object> keyAt(Session session, Connection connection, KeyRange rest, long offset)
            throws SQLException {
        String selection =
                paging.columns().stream().map(Table.OrderColumn::selection).collect(Collectors.joining(", "));
        String order =
                paging.columns().stream().map(Table.OrderColumn::expression).collect(Collectors.joining(", "));
        String sql = "SELECT " + selection + " FROM " + table.reference() + rest.where(paging) + " ORDER BY " + order
                + " LIMIT 1 OFFSET " + offset;
        return session.<@Nullable List<Object>>ask(
                connection, sql, statement -> rest.bind(statement, paging), rows -> rows.next() ? key(rows) : null);
    }

    private @Nullable List<Object> key(ResultSet rows) throws SQLException {
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < paging.columns().size(); i++) {
            Object value = paging.columns().get(i).reader().read(rows, i + 1);
            if (value == null) {
                return null;
            }
            key.add(value);
        }
        return key;
    }
}
