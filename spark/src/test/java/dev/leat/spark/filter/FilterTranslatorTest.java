package dev.leat.spark.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.spark.filter.Pushed.Accuracy;
import dev.leat.spark.schema.Column;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Kind;
import dev.leat.spark.schema.Search;
import dev.leat.spark.schema.Search.Doubt;
import dev.leat.spark.schema.Search.Family;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table of docs/spark.md, line by line. */
class FilterTranslatorTest {

    private static final FilterTranslator TRANSLATOR = new FilterTranslator(List.of(
            leaf("kw", Kind.TEXT, Family.KEYWORD),
            leaf("ignoring", Kind.TEXT, Family.KEYWORD, Doubt.IGNORED_VALUES),
            leaf("extra", Kind.TEXT, Family.KEYWORD, Doubt.EXTRA_VALUES),
            leaf("txt", Kind.TEXT, Family.PRESENCE),
            leaf("hidden", Kind.TEXT, Family.NONE),
            leaf("n", Kind.LONG, Family.WHOLE),
            leaf("d", Kind.DOUBLE, Family.DOUBLE),
            leaf("f", Kind.FLOAT, Family.FLOAT),
            leaf("h", Kind.FLOAT, Family.HALF_FLOAT),
            leaf("t", Kind.DATE, Family.DATE),
            leaf("ns", Kind.DATE, Family.DATE_NANOS),
            leaf("ip", Kind.TEXT, Family.IP)));

    private static Column leaf(String name, Kind kind, Family family, Doubt... doubts) {
        return new Leaf(name, name, kind, kind.type(), Map.of(), new Search(name, family, Set.of(doubts)));
    }

    private static Predicate p(String name, Expression... children) {
        return new Predicate(name, children);
    }

    private static Expression c(String name) {
        return Expressions.column(name);
    }

    private static Expression v(@Nullable Object value) {
        return switch (value) {
            case null -> new LiteralValue<>(null, DataTypes.StringType);
            case String text -> new LiteralValue<>(UTF8String.fromString(text), DataTypes.StringType);
            case Long number -> new LiteralValue<>(number, DataTypes.LongType);
            case Double number -> new LiteralValue<>(number, DataTypes.DoubleType);
            case Float number -> new LiteralValue<>(number, DataTypes.FloatType);
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    private static Expression at(long micros) {
        return new LiteralValue<>(micros, DataTypes.TimestampType);
    }

    private static String shown(Predicate predicate) {
        Pushed pushed = TRANSLATOR.whenTrue(predicate);
        return pushed == null
                ? "nothing"
                : (pushed.accuracy() == Accuracy.EXACT ? "exact " : "superset ")
                        + pushed.query().replace("\"", "");
    }

    @Test
    void saysExactlyWhatAKeywordSays() {
        assertThat(shown(p("=", c("kw"), v("a")))).isEqualTo("exact {term:{kw:a}}");
        assertThat(shown(p("<", v("a"), c("kw")))).isEqualTo("exact {range:{kw:{gt:a}}}");
        assertThat(shown(p("IN", c("kw"), v("a"), v(null)))).isEqualTo("exact {terms:{kw:[a]}}");
        assertThat(shown(p("STARTS_WITH", c("kw"), v("a*")))).isEqualTo("exact {prefix:{kw:a*}}");
        assertThat(shown(p("CONTAINS", c("kw"), v("*")))).isEqualTo("exact {wildcard:{kw:{value:*\\\\**}}}");
        assertThat(shown(p("<>", c("kw"), v("a"))))
                .isEqualTo("exact {bool:{filter:[{exists:{field:kw}}],must_not:[{term:{kw:a}}]}}");
        assertThat(shown(p("IS_NULL", c("kw"))))
                .isEqualTo("exact {bool:{filter:[{match_all:{}}],must_not:[{exists:{field:kw}}]}}");
    }

    @Test
    void letsNullsNeitherPassNorFail() {
        assertThat(shown(p("NOT", p("IN", c("kw"), v("a"), v(null))))).isEqualTo("exact {match_none:{}}");
        assertThat(shown(p("NOT", p("<", c("n"), v(5L))))).isEqualTo("exact {range:{n:{gte:5}}}");
        assertThat(shown(p("NOT", p("<=>", c("n"), v(5L)))))
                .isEqualTo("exact {bool:{filter:[{match_all:{}}],must_not:[{term:{n:5}}]}}");
        assertThat(shown(p("=", c("kw"), v(null)))).isEqualTo("nothing");
    }

    @Test
    void neverTurnsASupersetIntoTooLittle() {
        assertThat(shown(p("=", c("extra"), v("a")))).isEqualTo("superset {term:{extra:a}}");
        assertThat(shown(p("<>", c("extra"), v("a")))).isEqualTo("superset {exists:{field:extra}}");
        assertThat(shown(p("IS_NULL", c("extra")))).isEqualTo("nothing");
        assertThat(shown(p("=", c("ignoring"), v("a"))))
                .isEqualTo("superset {bool:{should:[{term:{ignoring:a}},{term:{_ignored:ignoring}}]}}");
        assertThat(shown(p("IS_NULL", c("ignoring")))).startsWith("superset");
        assertThat(shown(p("NOT", p("=", c("txt"), v("a"))))).isEqualTo("superset {exists:{field:txt}}");
        assertThat(shown(p("=", c("txt"), v("a")))).isEqualTo("nothing");
        assertThat(shown(p("=", c("ip"), v("10.0.0.1")))).isEqualTo("superset {term:{ip:10.0.0.1}}");
        assertThat(shown(p("=", c("ip"), v("10.0.0.0/8")))).isEqualTo("nothing");
    }

    @Test
    void leavesToSparkWhatCannotBeSaid() {
        Predicate known = p("=", c("kw"), v("a"));
        Predicate unknown = p("=", c("hidden"), v("a"));

        assertThat(shown(unknown)).isEqualTo("nothing");
        assertThat(shown(p("AND", known, unknown))).isEqualTo("superset {term:{kw:a}}");
        assertThat(shown(p("OR", known, unknown))).isEqualTo("nothing");
        assertThat(shown(p("NOT", p("OR", known, unknown)))).startsWith("superset");
        assertThat(shown(p("NOT", p("AND", known, unknown)))).isEqualTo("nothing");
        assertThat(shown(p("=", c("n"), v("5")))).isEqualTo("nothing");
    }

    @Test
    void widensWhereAnIndexRounds() {
        assertThat(shown(p("<", c("d"), v(0.0)))).isEqualTo("exact {range:{d:{lt:-0.0}}}");
        assertThat(shown(p("=", c("d"), v(-0.0)))).isEqualTo("exact {range:{d:{gte:-0.0,lte:0.0}}}");
        assertThat(shown(p("=", c("d"), v(Double.NaN)))).isEqualTo("nothing");
        assertThat(shown(p("=", c("f"), v(1.0f))))
                .isEqualTo("superset {range:{f:{gte:" + (double) Math.nextDown(1f) + ",lte:" + (double) Math.nextUp(1f)
                        + "}}}");
        assertThat(shown(p(">", c("h"), v(65_000f)))).isEqualTo("nothing");
        assertThat(shown(p(">=", c("t"), at(1_000))))
                .isEqualTo("exact {range:{t:{gte:1970-01-01T00:00:00.001Z,format:strict_date_time}}}");
        assertThat(shown(p(">", c("t"), at(1_500))))
                .isEqualTo("superset {range:{t:{gte:1970-01-01T00:00:00.001Z,format:strict_date_time}}}");
        assertThat(shown(p("<=", c("t"), at(-1))))
                .isEqualTo("superset {range:{t:{lt:1970-01-01T00:00:00.000Z,format:strict_date_time}}}");
        assertThat(shown(p("=", c("ns"), at(5))))
                .isEqualTo("exact {range:{ns:{gte:1970-01-01T00:00:00.000005000Z,"
                        + "lt:1970-01-01T00:00:00.000006000Z,format:strict_date_time}}}");
    }
}
