package dev.leat.sources.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows whose keys come after one key, up to and including another.
 *
 * @param after the key before the first row; null for the beginning of the table
 * @param upTo the key of the last row; null for the end of the table
 */
record KeyRange(@Nullable List<Object> after, @Nullable List<Object> upTo) {

    static final KeyRange ALL = new KeyRange(null, null);

    KeyRange {
        after = after == null ? null : List.copyOf(after);
        upTo = upTo == null ? null : List.copyOf(upTo);
    }

    KeyRange after(List<Object> key) {
        return new KeyRange(key, upTo);
    }

    /** The condition in SQL, with {@code WHERE}; empty for the whole table. */
    String where(Table.Paging.ByColumns paging) {
        List<String> conditions = new ArrayList<>();
        if (after != null) {
            conditions.add(compared(paging, ">", ">"));
        }
        if (upTo != null) {
            conditions.add(compared(paging, "<", "<="));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** Sets the parameters of the condition. */
    void bind(PreparedStatement statement, Table.Paging.ByColumns paging) throws SQLException {
        int next = 1;
        for (List<Object> key : keys()) {
            for (Object value : repeated(key, paging)) {
                statement.setObject(next++, value);
            }
        }
    }

    private List<List<Object>> keys() {
        List<List<Object>> keys = new ArrayList<>(2);
        if (after != null) {
            keys.add(after);
        }
        if (upTo != null) {
            keys.add(upTo);
        }
        return keys;
    }

    private static String compared(Table.Paging.ByColumns paging, String strict, String last) {
        List<Table.OrderColumn> columns = paging.columns();
        if (columns.size() == 1) {
            return columns.getFirst().expression() + " " + last + " "
                    + columns.getFirst().parameter();
        }
        return switch (paging.comparison()) {
            case ROW_VALUES ->
                columns.stream().map(Table.OrderColumn::expression).collect(Collectors.joining(", ", "(", ") "))
                        + last
                        + columns.stream()
                                .map(Table.OrderColumn::parameter)
                                .collect(Collectors.joining(", ", " (", ")"));
            case COLUMN_BY_COLUMN -> columnByColumn(columns, strict, last);
        };
    }

    /** {@code (a >= ? AND (a > ? OR (a = ? AND b > ?)))}: the first part tells the planner where to begin. */
    private static String columnByColumn(List<Table.OrderColumn> columns, String strict, String last) {
        Table.OrderColumn first = columns.getFirst();
        String tail = "";
        for (int i = columns.size() - 1; i >= 0; i--) {
            String expression = columns.get(i).expression();
            String parameter = columns.get(i).parameter();
            tail = i == columns.size() - 1
                    ? expression + " " + last + " " + parameter
                    : "(" + expression + " " + strict + " " + parameter + " OR (" + expression + " = " + parameter
                            + " AND " + tail + "))";
        }
        return "(" + first.expression() + " " + strict + "= " + first.parameter() + " AND " + tail + ")";
    }

    private static List<Object> repeated(List<Object> key, Table.Paging.ByColumns paging) {
        if (key.size() == 1 || paging.comparison() == Table.Comparison.ROW_VALUES) {
            return key;
        }
        List<Object> values = new ArrayList<>();
        values.add(key.getFirst());
        for (int i = 0; i < key.size() - 1; i++) {
            values.add(key.get(i));
            values.add(key.get(i));
        }
        values.add(key.getLast());
        return values;
    }
}
