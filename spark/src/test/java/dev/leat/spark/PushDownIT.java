package dev.leat.spark;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What is pushed down to Elasticsearch changes no answer: every shape of filter with every kind of field. */
@WithElasticsearch
class PushDownIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int FILTERS = FULL ? 5_000 : 60;
    private static final int SORTINGS = FULL ? 500 : 6;
    private static final int DOCUMENTS = 150;
    private static final int AT_ONCE = 50;

    private static final List<String> CONDITIONS = List.of(
            "true", "big > 0", "kw <> 'a'", "day < timestamp'2020-01-01 00:00:00'", "txt = 'a'", "whole > 1000");

    private final TestElasticsearch elasticsearch;
    private SplittableRandom random = new SplittableRandom();
    private String index = "";
    private Dataset<Row> kept;

    PushDownIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.kept = SparkFixture.spark().emptyDataFrame();
    }

    @BeforeEach
    void fill(TestInfo test) {
        random = new SplittableRandom(Seeds.of(test).value());
        index = Zoo.fill(elasticsearch, random, DOCUMENTS);
        Dataset<Row> plain = read("false");
        kept = plain.select("*", "_id", "_index").persist();
        assertThat(kept.count()).isEqualTo(DOCUMENTS);
    }

    @AfterEach
    void forget() {
        kept.unpersist(true);
    }

    private Dataset<Row> read(String pushdown) {
        return SparkFixture.load(elasticsearch, index, "pushdown", pushdown, "slices", "2");
    }

    @Test
    void ofFiltersChangesNoAnswer() {
        Dataset<Row> pushing = read("true");
        List<String> filters = new Filters(random).generate(FILTERS);
        int taken = 0;
        for (int from = 0; from < filters.size(); from += AT_ONCE) {
            List<String> some = filters.subList(from, Math.min(filters.size(), from + AT_ONCE));
            List<Set<String>> expected = evaluate(some);
            for (int filter = 0; filter < some.size(); filter++) {
                Dataset<Row> filtered = pushing.filter(some.get(filter)).select("_id");
                assertThat(ids(filtered)).as(some.get(filter)).isEqualTo(expected.get(filter));
                taken += filtered.queryExecution().executedPlan().toString().contains("query {") ? 1 : 0;
            }
        }
        assertThat(taken).as("filters that were pushed down").isGreaterThan(filters.size() / 2);
    }

    /** All at once, over rows that were read without any push-down. */
    private List<Set<String>> evaluate(List<String> filters) {
        List<Column> outcomes = new ArrayList<>();
        List<Set<String>> found = new ArrayList<>();
        for (String filter : filters) {
            outcomes.add(expr(filter));
            found.add(new TreeSet<>());
        }
        outcomes.add(expr("_id"));
        for (Row row : kept.select(outcomes.toArray(Column[]::new)).collectAsList()) {
            for (int filter = 0; filter < filters.size(); filter++) {
                if (!row.isNullAt(filter) && row.getBoolean(filter)) {
                    found.get(filter).add(row.getString(filters.size()));
                }
            }
        }
        return found;
    }

    private static Set<String> ids(Dataset<Row> rows) {
        Set<String> ids = new TreeSet<>();
        rows.collectAsList().forEach(row -> ids.add(row.getString(0)));
        return ids;
    }

    @Test
    void ofSortingAndLimitsChangesNoAnswer() {
        Dataset<Row> pushing = read("true");
        for (int sorting = 0; sorting < SORTINGS; sorting++) {
            Zoo.Kind kind = Zoo.KINDS.get(random.nextInt(Zoo.KINDS.size()));
            String filter = random.nextBoolean() ? "true" : "whole >= 0";
            int number = 1 + random.nextInt(DOCUMENTS + 20);
            Column first = expr(kind.name());
            Column order = switch (random.nextInt(4)) {
                case 0 -> first.asc_nulls_first();
                case 1 -> first.asc_nulls_last();
                case 2 -> first.desc_nulls_first();
                default -> first.desc_nulls_last();
            };

            List<Row> expected = kept.filter(filter)
                    .orderBy(order, expr("_id"))
                    .limit(number)
                    .select("_id")
                    .collectAsList();
            List<Row> found = pushing.filter(filter)
                    .orderBy(order, expr("_id"))
                    .limit(number)
                    .select("_id")
                    .collectAsList();
            long limited = pushing.filter(filter).limit(number).collectAsList().size();

            assertThat(found).as("%s limit %d where %s", order, number, filter).isEqualTo(expected);
            assertThat(limited).isEqualTo(expected.size());
        }
    }

    @Test
    void ofCountsAndExtremesChangesNoAnswer() {
        Dataset<Row> pushing = read("true");
        List<Zoo.Kind> kinds = new ArrayList<>(Zoo.KINDS);
        Collections.shuffle(kinds, Random.from(random));
        for (Zoo.Kind kind : FULL ? kinds : kinds.subList(0, kinds.size() / 2)) {
            for (String filter : FULL ? CONDITIONS : List.of(CONDITIONS.get(random.nextInt(CONDITIONS.size())))) {
                String[] totals = {
                    "count(*)", "count(" + kind.name() + ")", "min(" + kind.name() + ")", "max(" + kind.name() + ")"
                };
                Row expected = kept.filter(filter).selectExpr(totals).first();
                Row found = pushing.filter(filter).selectExpr(totals).first();
                Row counted =
                        pushing.filter(filter).selectExpr(totals[0], totals[1]).first();

                assertThat(normal(found)).as("%s of %s", filter, kind).isEqualTo(normal(expected));
                assertThat(counted.getLong(1)).isEqualTo(expected.getLong(1));
            }
        }
        assertThat(plan(pushing.selectExpr("count(*)", "min(big)", "max(kw)"))).contains("totals");
        assertThat(plan(pushing.filter("big > 0").selectExpr("count(*)"))).contains("totals");
        assertThat(plan(pushing.selectExpr("max(dbl)"))).doesNotContain("totals");
        assertThat(plan(pushing.orderBy("big").limit(3))).contains("first 3 by big");
    }

    private static String plan(Dataset<Row> rows) {
        return rows.queryExecution().executedPlan().toString();
    }

    /** The two zeros are one. */
    private static List<Object> normal(Row row) {
        List<Object> values = new ArrayList<>();
        for (int place = 0; place < row.size(); place++) {
            Object value = row.get(place);
            values.add(
                    switch (value) {
                        case null -> "null";
                        case Double number when number == 0 -> 0.0;
                        case Float number when number == 0 -> 0.0f;
                        default -> value;
                    });
        }
        return values;
    }
}
