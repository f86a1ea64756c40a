package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.Content;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.ScalarType;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells by the version column when a document was edited.
 *
 * @param keyPosition where the column is in the key; -1 when it is not part of it
 */
record EditTimes(Column column, ScalarType type, ChronoUnit unit, int keyPosition) {

    /** In both files that may name the column. */
    private static final String KEY = "version_column (version_col)";

    // Between the beginning of the Gregorian calendar and that of Unix, in the 100 ns of a version-1 UUID.
    private static final long UUID_EPOCH = 0x01b2_1dd2_1381_4000L;

    static EditTimes of(TableShape shape, String name, ChronoUnit unit) {
        Column column = shape.columns().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        KEY, "the table " + shape + " has no column \"" + name + "\" that is kept in step"));
        boolean isTime = column.type() == ScalarType.TIMESTAMP || column.type() == ScalarType.TIMEUUID;
        boolean isCount = column.type() == ScalarType.BIGINT
                && List.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS)
                        .contains(unit);
        if (column.type() instanceof ScalarType type && (isTime || isCount)) {
            return new EditTimes(column, type, unit, shape.key().indexOf(column));
        }
        throw new ConfigException(
                KEY,
                "the column \"" + name + "\" of " + shape + " is a "
                        + column.type().cql()
                        + "; a timestamp, timeuuid or bigint (of seconds, millis or micros) tells versions");
    }

    /**
     * In microseconds; null when the document does not say.
     *
     * @param key the canonical texts of the key's columns
     */
    @Nullable
    Long of(Content content, List<String> key) {
        String text = keyPosition < 0 ? content.values().get(column.name()) : at(key, keyPosition);
        if (text == null) {
            return null;
        }
        if (type == ScalarType.BIGINT) {
            return saturated(Long.parseLong(text), unit.getDuration().toNanos() / 1000);
        }
        String plain = text.substring(1, text.length() - 1);
        if (type == ScalarType.TIMEUUID) {
            return (UUID.fromString(plain).timestamp() - UUID_EPOCH) / 10;
        }
        return saturated(Instant.parse(plain).toEpochMilli(), 1000);
    }

    private static @Nullable String at(List<String> key, int position) {
        return position < key.size() ? key.get(position) : null;
    }

    private static long saturated(long value, long factor) {
        long high = Math.multiplyHigh(value, factor);
        long low = value * factor;
        boolean fits = (high == 0 && low >= 0) || (high == -1 && low < 0);
        return fits ? low : value < 0 ? Long.MIN_VALUE + 1 : Long.MAX_VALUE;
    }
}
