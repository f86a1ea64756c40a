package dev.leat.spark.read;

import dev.leat.spark.filter.FilterTranslator;
import dev.leat.spark.read.ShardSearch.Order;
import dev.leat.spark.read.TopRows.Nulls;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Search.Family;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.jspecify.annotations.Nullable;

/** Tells by which columns Elasticsearch sorts as Spark does. */
final class Sorting {

    /** The order of the index never contradicts that of the column, though some values may be level in one only. */
    private static final Set<Family> ORDERED =
            Set.of(Family.KEYWORD, Family.WHOLE, Family.FLOAT, Family.DOUBLE, Family.DATE, Family.DATE_NANOS);

    private Sorting() {}

    /** The first rows in that order; null when Elasticsearch cannot tell which these are. */
    static @Nullable TopRows first(FilterTranslator translator, SortOrder order, int number) {
        Optional<Leaf> leaf = translator
                .leaf(order.expression())
                .filter(column -> column.search().doubts().isEmpty()
                        && ORDERED.contains(column.search().family()));
        return leaf.map(column -> new TopRows(
                        column,
                        order.direction() == SortDirection.ASCENDING ? Order.ASCENDING : Order.DESCENDING,
                        order.nullOrdering() == NullOrdering.NULLS_FIRST ? Nulls.FIRST : Nulls.LAST,
                        number))
                .orElse(null);
    }
}
