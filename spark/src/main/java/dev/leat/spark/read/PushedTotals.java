package dev.leat.spark.read;

import dev.leat.spark.filter.FilterTranslator;
import dev.leat.spark.filter.Pushed;
import dev.leat.spark.read.ShardSearch.Order;
import dev.leat.spark.read.Totals.All;
import dev.leat.spark.read.Totals.Counted;
import dev.leat.spark.read.Totals.Extreme;
import dev.leat.spark.read.Totals.Total;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Search;
import dev.leat.spark.schema.Search.Family;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation that Elasticsearch answers as Spark does.
 *
 * @param type of the only row
 */
record PushedTotals(Totals totals, StructType type) {

    /** Of which the index knows the column's values to the last digit; the two zeros of doubles are not among them. */
    private static final Set<Family> EXTREMES = Set.of(Family.KEYWORD, Family.WHOLE, Family.DATE_NANOS);

    /** Null when Spark must do it. */
    static @Nullable PushedTotals of(FilterTranslator translator, List<Pushed> filters, Aggregation aggregation) {
        if (aggregation.groupByExpressions().length > 0) {
            return null;
        }
        List<Total> totals = new ArrayList<>();
        List<StructField> fields = new ArrayList<>();
        Set<String> singles = new LinkedHashSet<>();
        for (Pushed filter : filters) {
            for (Search search : filter.searches()) {
                if (!search.doubts().isEmpty() || search.family() == Family.PRESENCE) {
                    return null;
                }
                singles.add(search.field());
            }
        }
        for (AggregateFunc function : aggregation.aggregateExpressions()) {
            Optional<Total> total = total(translator, function);
            if (total.isEmpty()) {
                return null;
            }
            totals.add(total.get());
            DataType type = DataTypes.LongType;
            switch (total.get()) {
                case All all -> {}
                case Counted(Leaf leaf) -> singles.add(leaf.search().field());
                case Extreme(Leaf leaf, Order order) -> {
                    singles.add(leaf.search().field());
                    type = leaf.type();
                }
            }
            fields.add(DataTypes.createStructField("total" + fields.size(), type, true));
        }
        return new PushedTotals(
                new Totals(totals, List.copyOf(singles)), new StructType(fields.toArray(StructField[]::new)));
    }

    private static Optional<Total> total(FilterTranslator translator, AggregateFunc function) {
        return switch (function) {
            case CountStar all -> Optional.of(new All());
            case Count count
            when !count.isDistinct() ->
                leaf(translator, count.column())
                        .filter(leaf -> leaf.search().family() != Family.PRESENCE)
                        .map(Counted::new);
            case Min least -> extreme(translator, least.column()).map(leaf -> new Extreme(leaf, Order.ASCENDING));
            case Max greatest ->
                extreme(translator, greatest.column()).map(leaf -> new Extreme(leaf, Order.DESCENDING));
            default -> Optional.empty();
        };
    }

    private static Optional<Leaf> extreme(FilterTranslator translator, Expression column) {
        return leaf(translator, column)
                .filter(leaf -> EXTREMES.contains(leaf.search().family()));
    }

    private static Optional<Leaf> leaf(FilterTranslator translator, Expression column) {
        return translator
                .leaf(column)
                .filter(leaf ->
                        leaf.search().doubts().isEmpty() && leaf.search().family() != Family.NONE);
    }
}
