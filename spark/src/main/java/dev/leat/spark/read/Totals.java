package dev.leat.spark.read;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Slice;
import dev.leat.elastic.scan.SlicePart;
import dev.leat.spark.filter.FieldQueries;
import dev.leat.spark.filter.FilterTranslator;
import dev.leat.spark.read.ShardSearch.Occurrence;
import dev.leat.spark.read.ShardSearch.Order;
import dev.leat.spark.schema.Column.Leaf;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Counts and extremes over all documents, which no document is read for.
 *
 * @param totals what is wanted, in order
 * @param singles fields that must hold one value at most in every document, or the query fails as it would by reading
 */
record Totals(List<Total> totals, List<String> singles) implements Serializable {

    Totals {
        totals = List.copyOf(totals);
        singles = List.copyOf(singles);
    }

    /** One of them. */
    sealed interface Total extends Serializable {}

    /** How many documents there are. */
    record All() implements Total {}

    /** How many have a value. */
    record Counted(Leaf leaf) implements Total {}

    /** The least value, or the greatest. */
    record Extreme(Leaf leaf, Order order) implements Total {}

    /** Finds out, in the snapshot of a scan that is open. */
    GenericInternalRow find(Cluster cluster, IndexScan scan, @Nullable String query) {
        GenericInternalRow row = new GenericInternalRow(totals.size());
        for (int place = 0; place < totals.size(); place++) {
            switch (totals.get(place)) {
                case All all -> row.update(place, scan.total());
                case Counted counted -> row.update(place, 0L);
                case Extreme extreme -> {}
            }
        }
        for (Slice slice : scan.slices()) {
            for (SlicePart part : slice.parts()) {
                add(new ShardSearch(cluster, part, slice.keepAlive()), query, row);
            }
        }
        return row;
    }

    private void add(ShardSearch shard, @Nullable String query, GenericInternalRow row) {
        List<Occurrence> occurrences = shard.occurrences(query, singles);
        for (int field = 0; field < singles.size(); field++) {
            requireSingle(singles.get(field), occurrences.get(field));
        }
        for (int place = 0; place < totals.size(); place++) {
            switch (totals.get(place)) {
                case All all -> {}
                case Counted(Leaf leaf) -> {
                    long here = occurrences
                            .get(singles.indexOf(leaf.search().field()))
                            .documents();
                    row.update(place, (long) row.genericGet(place) + here);
                }
                case Extreme(Leaf leaf, Order order) -> {
                    Object here = extreme(shard, query, leaf, order);
                    if (here != null && (row.isNullAt(place) || comesBefore(here, row.genericGet(place), order))) {
                        row.update(place, here);
                    }
                }
            }
        }
    }

    private static void requireSingle(String field, Occurrence occurrence) {
        if (occurrence.values() > occurrence.documents()) {
            throw new RejectedException(
                    0,
                    "value_does_not_fit",
                    "field '" + field + "' is an array in some documents and the column has one value; see the options"
                            + " 'array-fields', 'arrays' and 'on-mismatch'");
        }
    }

    private static @Nullable Object extreme(ShardSearch shard, @Nullable String query, Leaf leaf, Order order) {
        String withValue = Objects.requireNonNull(FilterTranslator.join(
                query, List.of(Objects.requireNonNull(new FieldQueries(leaf.search()).present()))));
        Optional<JsonNode> value = shard.valueAt(0, leaf.search().field(), order, withValue);
        return value.map(sort -> FieldValue.of(sort, leaf.search().family(), leaf.type()))
                .orElse(null);
    }

    private static boolean comesBefore(Object one, Object other, Order order) {
        int compared = one instanceof UTF8String text
                ? text.binaryCompare((UTF8String) other)
                : Long.compare(((Number) one).longValue(), ((Number) other).longValue());
        return order == Order.ASCENDING ? compared < 0 : compared > 0;
    }
}
