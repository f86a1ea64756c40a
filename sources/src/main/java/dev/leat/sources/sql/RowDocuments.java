package dev.leat.sources.sql;

import dev.leat.connect.SourceDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes documents of the rows of one table. Not thread-safe. */
final class RowDocuments {
    private final Table table;
    private final List<String> names;
    private final List<Integer> keyPlaces = new ArrayList<>();
    private final RowKey ids;
    private final long maxBinaryBytes;
    private boolean sawRowWithoutKey;

    RowDocuments(Table table, long maxBinaryBytes) {
        this.table = table;
        this.names = FieldNames.of(table.columns());
        this.ids = new RowKey(table.name());
        this.maxBinaryBytes = maxBinaryBytes;
        table.key().forEach(column -> keyPlaces.add(table.columns().indexOf(column)));
    }

    SourceDocument of(List<@Nullable Object> row) {
        List<@Nullable Object> key = new ArrayList<>();
        keyPlaces.forEach(place -> key.add(row.get(place)));
        String id = ids.ofKey(table.key(), key);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(FieldNames.TABLE, table.name());
        List<String> leftOut = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Object value = row.get(i);
            String reason = reasonAgainst(value);
            fields.put(names.get(i), reason == null ? value : null);
            if (reason != null) {
                leftOut.add(names.get(i) + ": " + reason);
            }
        }
        if (!leftOut.isEmpty()) {
            fields.put(FieldNames.LEFT_OUT, leftOut);
        }
        if (id == null) {
            sawRowWithoutKey = true;
            id = ids.ofRow(row);
        }
        return SourceDocument.of(id, fields);
    }

    /** Whether a row had no key: such rows are numbered when they repeat, so all must be read from the beginning. */
    boolean sawRowWithoutKey() {
        return sawRowWithoutKey;
    }

    private @Nullable String reasonAgainst(@Nullable Object value) {
        return switch (value) {
            case byte[] binary
            when binary.length > maxBinaryBytes -> binary.length + " bytes of binary data, more than " + maxBinaryBytes;
            case Double number when number.isInfinite() -> "infinite";
            case Double number when number.isNaN() -> "not a number";
            case null, default -> null;
        };
    }
}
