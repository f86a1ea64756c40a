package dev.leat.cassandra.config;

import dev.leat.cassandra.sync.Direction;
import dev.leat.cassandra.sync.NewFields;
import dev.leat.cassandra.sync.Rules.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One table and one index.
 *
 * @param name what the pair is called in messages, metrics and for Elasticsearch: letters, digits, {@code _}, {@code -}
 *     and {@code .}
 * @param keyspace the name as Cassandra keeps it, without quotes
 * @param columns which columns are kept in step beside the key; empty means all
 * @param keyColumn a column that must be the table's key or part of it; null when the file does not say
 * @param versions how documents, and rows, tell when they were written
 * @param newFields what becomes of fields of documents that are in no column
 * @param extraColumn the column that holds these with {@link NewFields#EXTRA_MAP}; null with any other policy
 * @param sourceId documents whose field {@code source} has this value are never written to Cassandra; null for no such rule
 * @param times when it is worked on
 * @param future what becomes of a write from the future
 * @param maxDeleteRatio the largest part of all keys, from 0 to 1, that one comparison may delete
 * @param limits how fast it may be
 * @param mapping mappings, as JSON, that stand in for those of columns of that name
 */
public record PairConfig(
        String name,
        String keyspace,
        String table,
        String index,
        Direction direction,
        List<String> columns,
        @Nullable String keyColumn,
        Versions versions,
        NewFields newFields,
        @Nullable String extraColumn,
        @Nullable String sourceId,
        Times times,
        Future future,
        double maxDeleteRatio,
        Limits limits,
        Map<String, String> mapping) {

    public PairConfig {
        columns = List.copyOf(columns);
        mapping = Map.copyOf(mapping);
    }

    /**
     * How it is told when something was written.
     *
     * @param column holds the time of a document's last edit; null when nothing does, then an edit counts as made when it
     *     is seen
     * @param changes by which column changed rows are found; null when the table is read whole in every cycle
     * @param unit what the numbers in these columns count; of no meaning for times and version-1 UUIDs
     * @param bucket tells in which partitions changed rows are looked for; null when the partition key is no time
     * @param startingPoint rows with an older {@code changes} column are taken for copied in the first cycle; null when
     *     the first cycle reads all
     */
    public record Versions(
            @Nullable String column,
            @Nullable String changes,
            Unit unit,
            @Nullable Bucket bucket,
            @Nullable Instant startingPoint) {}

    /** A partition key that is a time of some length. */
    public record Bucket(String column, BucketUnit unit) {}

    /** How long a bucket of time is. */
    public enum BucketUnit {
        HOUR,
        DAY,
        MONTH
    }

    /** What a number that tells a time counts from 1970. */
    public enum Unit {
        SECONDS,
        MILLIS,
        MICROS
    }

    /**
     * When a pair is worked on.
     *
     * @param period from the beginning of a cycle to that of the next
     * @param reconcileEvery how often both sides are compared whole
     * @param maxSkew how far the clocks of all writers may be apart
     */
    public record Times(Duration period, Duration reconcileEvery, Duration maxSkew) {}

    /**
     * How fast a pair may be.
     *
     * @param rowsPerSecond rows that are read or written; 0 for no limit
     * @param documentsPerSecond documents that are written; 0 for no limit
     * @param lanes how many batches are worked on at once
     * @param batch how many keys are read and written at once
     */
    public record Limits(int rowsPerSecond, int documentsPerSecond, int lanes, int batch) {

        /** Rows of a page of a scan, at most: as many as the scan of the table asks for. */
        private static final int PAGE = 5_000;

        /** A row may be read by a scan and by its key, written, and read back. */
        private static final int ROW_OPERATIONS = 4;

        /** How long the limits may draw out the work on one page, after which an instance gives its next sign of life. */
        public Duration pageTime() {
            return time(ROW_OPERATIONS * PAGE, rowsPerSecond).plus(time(PAGE, documentsPerSecond));
        }

        private static Duration time(int operations, int perSecond) {
            return perSecond == 0
                    ? Duration.ZERO
                    : Duration.ofSeconds(operations).dividedBy(perSecond);
        }
    }
}
