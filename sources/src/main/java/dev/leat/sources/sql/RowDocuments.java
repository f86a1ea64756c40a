package dev.leat.sources.sql;

import dev.leat.connect.SourceDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes documents of the rows of one table or query. For one thread. */
final class RowDocuments {
    /** What a value that is neither text nor binary takes in memory, about. */
    private static final int SMALL_VALUE_BYTES = 16;

    private final List<Table.Column> columns;
    private final List<Table.Column> key;
    private final DocumentShape shape;
    private final @Nullable String timestamp;
    private final int[] keyPlaces;
    private final RowKey fingerprints;
    private final long maxBinaryBytes;
    private final @Nullable Object[] row;
    private boolean sawRowWithoutKey;
    private long bytes;

    RowDocuments(
            String scope,
            List<Table.Column> columns,
            List<Table.Column> key,
            DocumentShape shape,
            @Nullable String timestamp,
            long maxBinaryBytes) {
        this.columns = columns;
        this.key = key;
        this.shape = shape;
        this.timestamp = timestamp;
        this.keyPlaces = key.stream().mapToInt(columns::indexOf).toArray();
        this.fingerprints = new RowKey(scope);
        this.maxBinaryBytes = maxBinaryBytes;
        this.row = new Object[columns.size()];
    }

    /** The document of the current row, whose columns come first in the result. */
    SourceDocument of(ResultSet rows) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            row[i] = columns.get(i).reader().read(rows, i + 1);
        }
        Map<String, @Nullable Object> fields =
                LinkedHashMap.newLinkedHashMap(shape.constants().size() + row.length + 1);
        fields.putAll(shape.constants());
        List<String> leftOut = new ArrayList<>(0);
        for (int i = 0; i < row.length; i++) {
            Object value = row[i];
            String name = shape.fields().get(i);
            bytes += size(value);
            String reason = reasonAgainst(value);
            fields.put(name, reason == null ? value : null);
            if (reason != null) {
                leftOut.add(name + ": " + reason);
            }
        }
        if (!leftOut.isEmpty()) {
            fields.put(shape.leftOut(), leftOut);
        }
        return document(id(), fields);
    }

    @SuppressWarnings("NullAway") // The compiler does not keep what the constructor of a record says about null.
    private SourceDocument document(String id, Map<String, @Nullable Object> fields) {
        return new SourceDocument(id, timestamp, fields, null, null);
    }

    /** Whether a row had no key: such rows are numbered when they repeat, so all must be read from the beginning. */
    boolean sawRowWithoutKey() {
        return sawRowWithoutKey;
    }

    /** How much memory the documents take that were made since the last call, about. */
    long takeBytes() {
        long taken = bytes;
        bytes = 0;
        return taken;
    }

    long bytes() {
        return bytes;
    }

    private String id() {
        List<Object> values = new ArrayList<>(keyPlaces.length);
        List<Table.Column> present = key;
        for (int i = 0; i < keyPlaces.length; i++) {
            Object value = row[keyPlaces[i]];
            if (value != null) {
                values.add(value instanceof LeftOut(String reason) ? reason : value);
            } else {
                present = new ArrayList<>(present);
                present.remove(key.get(i));
            }
        }
        boolean hasKey = values.size() == keyPlaces.length || shape.ids() instanceof IdFormat.Joined;
        if (hasKey && !values.isEmpty()) {
            return shape.ids().of(present, values);
        }
        sawRowWithoutKey = true;
        return fingerprints.ofRow(row);
    }

    private @Nullable String reasonAgainst(@Nullable Object value) {
        return switch (value) {
            case byte[] binary
            when binary.length > maxBinaryBytes -> "more than " + maxBinaryBytes + " bytes of binary data";
            case Double number when number.isInfinite() -> "infinite";
            case Double number when number.isNaN() -> "not a number";
            case Float number when number.isInfinite() -> "infinite";
            case Float number when number.isNaN() -> "not a number";
            case LeftOut(String reason) -> reason;
            case null, default -> null;
        };
    }

    private static long size(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length() + 2L * SMALL_VALUE_BYTES;
            case byte[] binary -> binary.length + SMALL_VALUE_BYTES;
            case List<?> list -> SMALL_VALUE_BYTES * (1L + list.size());
            case null, default -> SMALL_VALUE_BYTES;
        };
    }
}
