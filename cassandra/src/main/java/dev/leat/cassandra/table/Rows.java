package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.cassandra.sync.Content;
import dev.leat.cassandra.sync.Fingerprint;
import dev.leat.cassandra.sync.FoundRow;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.RowState;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.KeyText;
import dev.leat.cassandra.type.TableShape;
import dev.leat.cassandra.type.UnmappableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns rows, selected with the columns of a shape in its order, into what the sync compares. */
record Rows(TableShape shape, KeyText keys) {
    static Rows of(TableShape shape) {
        return new Rows(shape, new KeyText(shape));
    }

    /** What was read of a row, with write times behind its columns. */
    RowState state(Row row, int writeTimes) {
        try {
            return new RowState.Present(content(row), writeTime(row, writeTimes));
        } catch (UnmappableException e) {
            return new RowState.Unreadable(e.getMessage());
        }
    }

    /** A row that a scan came by. */
    Sighting sighting(Row row) {
        return new Sighting(key(row), fingerprint(row));
    }

    private RowKey key(Row row) {
        List<@Nullable ByteBuffer> values = new ArrayList<>();
        for (int i = 0; i < shape.key().size(); i++) {
            values.add(row.getBytesUnsafe(i));
        }
        return key(keys.text(values));
    }

    /** A row that a scan came by, with write times behind its columns. */
    FoundRow found(Row row, int writeTimes) {
        return new FoundRow(key(row), state(row, writeTimes));
    }

    static RowKey key(String text) {
        return new RowKey(KeyText.id(text), text);
    }

    private Fingerprint fingerprint(Row row) {
        try {
            return content(row).fingerprint();
        } catch (UnmappableException e) {
            return Fingerprint.UNREADABLE;
        }
    }

    private Content content(Row row) {
        Map<String, String> values = new HashMap<>();
        int index = shape.key().size();
        for (Column column : shape.values()) {
            String text;
            try {
                text = column.type().text(row.getBytesUnsafe(index++));
            } catch (UnmappableException | BufferUnderflowException | IndexOutOfBoundsException | DateTimeException e) {
                throw new UnmappableException("the column " + column.name() + ": " + DriverErrors.message(e));
            }
            if (text != null) {
                values.put(column.name(), text);
            }
        }
        return Content.of(values);
    }

    private @Nullable Long writeTime(Row row, int writeTimes) {
        int first = shape.key().size() + shape.values().size();
        Long highest = null;
        for (int i = first; i < first + writeTimes; i++) {
            if (!row.isNull(i) && (highest == null || row.getLong(i) > highest)) {
                highest = row.getLong(i);
            }
        }
        return highest;
    }
}
