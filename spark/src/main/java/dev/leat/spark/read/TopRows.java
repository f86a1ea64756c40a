package dev.leat.spark.read;

import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Slice;
import dev.leat.elastic.scan.SlicePart;
import dev.leat.elastic.scan.Slicing;
import dev.leat.spark.filter.Comparison;
import dev.leat.spark.filter.FieldQueries;
import dev.leat.spark.filter.FilterTranslator;
import dev.leat.spark.filter.Pushed;
import dev.leat.spark.read.ShardSearch.Order;
import dev.leat.spark.schema.Column.Leaf;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The first rows by a column. Of each shard those documents are read that lie before, or level with, the one at the last
 * place; Spark sorts them, by the other columns too, and takes what it wants.
 *
 * @param leaf the column to sort by first
 * @param number of rows
 */
record TopRows(Leaf leaf, Order order, Nulls nulls, int number) implements Serializable {

    /** The most that a page of Elasticsearch reaches, unless told otherwise. */
    static final int MOST = 10_000;

    /** Where rows without a value come. */
    enum Nulls {
        FIRST,
        LAST
    }

    /** The slices to read, of a scan that is open. */
    List<Slice> slices(Cluster cluster, IndexScan scan, ReadPlan plan) {
        List<Slice> slices = new ArrayList<>();
        for (Slice whole : scan.slices()) {
            for (SlicePart part : whole.parts()) {
                ShardSearch shard = new ShardSearch(cluster, part, whole.keepAlive());
                @Nullable String query = query(shard, part, plan.query());
                long count = shard.count(query);
                SlicePart narrowed = new SlicePart(
                        part.index(),
                        part.shard(),
                        part.pointInTime(),
                        0,
                        1,
                        count,
                        count,
                        part.window(),
                        part.averageBytes());
                slices.add(new Slice(
                        slices.size(),
                        List.of(narrowed),
                        query,
                        whole.projection(),
                        whole.docValueFields(),
                        whole.versions(),
                        whole.keepAlive()));
            }
        }
        return slices;
    }

    private @Nullable String query(ShardSearch shard, SlicePart part, @Nullable String query) {
        FieldQueries queries = new FieldQueries(leaf.search());
        Pushed present = Objects.requireNonNull(queries.present());
        if (number > part.window()) {
            return query;
        }
        String withValue = Objects.requireNonNull(FilterTranslator.join(query, List.of(present)));
        Optional<JsonNode> last = shard.valueAt(number - 1, leaf.search().field(), order, withValue);
        if (last.isEmpty()) {
            return query;
        }
        Object value = FieldValue.of(last.get(), leaf.search().family(), leaf.type());
        Comparison how = order == Order.ASCENDING ? Comparison.AT_MOST : Comparison.AT_LEAST;
        Pushed before = queries.compare(how, value);
        if (before != null && nulls == Nulls.FIRST) {
            before = Pushed.any(List.of(before, Objects.requireNonNull(queries.absent())));
        }
        return before == null ? query : FilterTranslator.join(query, List.of(before));
    }

    /** The scan whose snapshot this looks at. */
    static IndexScan open(Cluster cluster, ReadPlan plan) {
        return IndexScan.open(cluster, plan.request(new Slicing.Count(1)));
    }

    @Override
    public String toString() {
        return number + " by " + leaf.path() + " " + order;
    }
}
