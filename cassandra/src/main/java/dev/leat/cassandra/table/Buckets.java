package dev.leat.cassandra.table;

import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.ScalarType;
import dev.leat.elastic.ConfigException;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The values that a column of time buckets has, in UTC: for a {@code timestamp} and a {@code date} the bucket's beginning,
 * for texts and numbers its digits, such as 2026112113 for an hour, 20261121 for a day and 202611 for a month. Immutable.
 */
final class Buckets {

    /** Ten years of hours; a watch that begins before that reads the table whole sooner. */
    private static final int MOST = 100_000;

    private final Column column;
    private final ScalarType type;
    private final BucketUnit unit;

    private Buckets(Column column, ScalarType type, BucketUnit unit) {
        this.column = column;
        this.type = type;
        this.unit = unit;
    }

    /**
     * Of a column.
     *
     * @throws ConfigException if its values cannot be told
     */
    static Buckets of(Column column, BucketUnit unit) {
        boolean fits = column.type() instanceof ScalarType type
                && switch (type) {
                    // From the year 2147 on, the digits of an hour are beyond an int.
                    case TEXT, ASCII, INT, BIGINT, TIMESTAMP -> true;
                    case DATE -> unit != BucketUnit.HOUR;
                    case BOOLEAN, TINYINT, SMALLINT, COUNTER, FLOAT, DOUBLE, VARINT, DECIMAL -> false;
                    case UUID_, TIMEUUID, TIME, DURATION, INET, BLOB -> false;
                };
        if (!fits || !(column.type() instanceof ScalarType type)) {
            throw new ConfigException(
                    "bucket",
                    "the column \"" + column.name() + "\" is a " + column.type().cql() + ", which tells no "
                            + unit.name().toLowerCase(Locale.ROOT)
                            + "; a timestamp, date (not of hours), text, int or bigint does");
        }
        return new Buckets(column, type, unit);
    }

    Column column() {
        return column;
    }

    /** The buckets that have any time from one to another, both included, in microseconds, as JSON texts of the column. */
    List<String> between(long since, long until) {
        List<String> buckets = new ArrayList<>();
        ZonedDateTime last = unit.beginning(until);
        ZonedDateTime first = unit.beginning(Math.max(0, since));
        for (ZonedDateTime bucket = first; !bucket.isAfter(last); bucket = unit.next(bucket)) {
            buckets.add(text(bucket));
            if (buckets.size() > MOST) {
                throw new ConfigException(
                        "bucket", "there are more than " + MOST + " buckets since " + first + "; begin later");
            }
        }
        return buckets;
    }

    private String text(ZonedDateTime bucket) {
        return switch (type) {
            case TIMESTAMP -> '"' + bucket.toInstant().toString() + '"';
            case DATE -> '"' + bucket.toLocalDate().toString() + '"';
            case INT, BIGINT -> unit.digits(bucket);
            case TEXT, ASCII -> '"' + unit.digits(bucket) + '"';
            case BOOLEAN, TINYINT, SMALLINT, COUNTER, FLOAT, DOUBLE, VARINT, DECIMAL ->
                throw new IllegalStateException("no buckets: " + type);
            case UUID_, TIMEUUID, TIME, DURATION, INET, BLOB -> throw new IllegalStateException("no buckets: " + type);
        };
    }
}
