package dev.leat.spark.read;

import dev.leat.spark.filter.FilterTranslator;
import dev.leat.spark.filter.Pushed;
import dev.leat.spark.option.PushDown;
import dev.leat.spark.option.ReadOptions;
import dev.leat.spark.schema.IndexSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Learns from Spark what a query needs, and takes over what Elasticsearch can do with the same answer. Used once, by one
 * thread.
 */
final class LeatScanBuilder
        implements SupportsPushDownRequiredColumns,
                SupportsPushDownV2Filters,
                SupportsPushDownLimit,
                SupportsPushDownTopN,
                SupportsPushDownAggregates {

    private final ReadOptions options;
    private final IndexSchema schema;
    private final String table;
    private final FilterTranslator translator;
    private final List<Predicate> taken = new ArrayList<>();
    private final List<Pushed> filters = new ArrayList<>();
    private StructType wanted;
    private long limit = Long.MAX_VALUE;
    private @Nullable TopRows top;
    private @Nullable PushedTotals totals;

    LeatScanBuilder(ReadOptions options, IndexSchema schema, String table) {
        this.options = options;
        this.schema = schema;
        this.table = table;
        this.translator = new FilterTranslator(schema.columns());
        this.wanted = schema.type();
    }

    private boolean mayPush() {
        return options.pushDown() == PushDown.ON;
    }

    /** Returns those that Spark must look at again. */
    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        List<Predicate> left = new ArrayList<>();
        for (Predicate predicate : predicates) {
            Pushed pushed = mayPush() ? translator.whenTrue(predicate) : null;
            if (pushed != null) {
                filters.add(pushed);
                taken.add(predicate);
            }
            if (pushed == null || pushed.accuracy() == Pushed.Accuracy.SUPERSET) {
                left.add(predicate);
            }
        }
        return left.toArray(Predicate[]::new);
    }

    @Override
    public Predicate[] pushedPredicates() {
        return taken.toArray(Predicate[]::new);
    }

    /** Spark asks this only when it has no filter of its own left. */
    @Override
    public boolean pushLimit(int number) {
        if (!mayPush()) {
            return false;
        }
        limit = number;
        return true;
    }

    @Override
    public boolean pushTopN(SortOrder[] orders, int number) {
        top = mayPush() && number > 0 && number <= TopRows.MOST ? Sorting.first(translator, orders[0], number) : null;
        return top != null;
    }

    /** Every partition may hold that many rows, so that Spark must take some of all. */
    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    @Override
    public boolean supportCompletePushDown(Aggregation aggregation) {
        return mayPush() && PushedTotals.of(translator, filters, aggregation) != null;
    }

    @Override
    public boolean pushAggregation(Aggregation aggregation) {
        totals = mayPush() ? PushedTotals.of(translator, filters, aggregation) : null;
        return totals != null;
    }

    @Override
    public void pruneColumns(StructType required) {
        wanted = required;
    }

    @Override
    public Scan build() {
        @Nullable String query = FilterTranslator.join(options.query(), filters);
        if (totals != null) {
            RowPlan none = new RowPlan(List.of());
            ReadPlan plan = new ReadPlan(options, none, none.projection(schema.columns()), query, Long.MAX_VALUE);
            return new SelfContainedBatch(plan, totals.type(), table, null, totals.totals());
        }
        RowPlan rows = RowPlan.of(schema.columns(), wanted);
        ReadPlan plan = new ReadPlan(options, rows, rows.projection(schema.columns()), query, limit);
        return top == null
                ? new IndexBatch(plan, wanted, table)
                : new SelfContainedBatch(plan, wanted, table, top, null);
    }
}
