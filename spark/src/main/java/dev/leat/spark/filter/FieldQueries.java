package dev.leat.spark.filter;

import dev.leat.spark.filter.Pushed.Accuracy;
import dev.leat.spark.schema.Search;
import dev.leat.spark.schema.Search.Doubt;
import dev.leat.spark.schema.Search.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The queries that can be asked of one field. Values are as Spark holds them inside; a column's value is never null in
 * what they find. Where nothing can be told, the answer is null. Immutable.
 */
public final class FieldQueries {

    /** A longer text to look for is left to Spark; patterns of Elasticsearch are limited too. */
    private static final int MOST_LETTERS = 500;

    /** Values of a kind that needs a range for each. */
    private static final int MOST_RANGES = 64;

    /** A tenth of what Elasticsearch allows unless told otherwise. */
    private static final int MOST_TERMS = 6_553;

    private final Search search;

    public FieldQueries(Search search) {
        this.search = search;
    }

    /** What has a value. */
    public @Nullable Pushed present() {
        if (search.family() == Family.NONE) {
            return null;
        }
        return judged(exists());
    }

    private Pushed exists() {
        return Pushed.of(
                Accuracy.EXACT, search, query -> query.putObject("exists").put("field", search.field()));
    }

    /** What has none. */
    public @Nullable Pushed absent() {
        if (search.family() == Family.NONE) {
            return null;
        }
        Pushed absent = Pushed.allBut(Pushed.everything(), exists());
        if (search.isFaithful()) {
            return absent;
        }
        boolean onlyLacks = !search.doubts().contains(Doubt.EXTRA_VALUES)
                && !search.doubts().contains(Doubt.MISMATCHES);
        return onlyLacks ? absent.asSuperset() : null;
    }

    /** What equals a value. */
    public @Nullable Pushed equalTo(Object value) {
        @Nullable
        Pushed found = switch (search.family()) {
            case NONE, PRESENCE -> null;
            case KEYWORD -> isText(value) ? term(value.toString()) : null;
            case WHOLE, BOOLEAN -> term(value);
            case DOUBLE ->
                (double) value == 0
                        ? Ranges.between(search, -0.0, 0.0)
                        : Double.isFinite((double) value) ? term(value) : null;
            case FLOAT, HALF_FLOAT -> Ranges.around(search, (float) value);
            case DATE, DATE_NANOS -> Ranges.moment(search, (long) value);
            case IP ->
                Addresses.isAddress(value.toString()) ? term(value.toString()).asSuperset() : null;
        };
        return found == null ? null : judged(found);
    }

    private Pushed term(Object value) {
        return Pushed.of(
                Accuracy.EXACT, search, query -> query.putObject("term").putPOJO(search.field(), value));
    }

    /** What equals one of some values. */
    public @Nullable Pushed in(List<Object> values) {
        boolean terms = (search.family() == Family.KEYWORD && values.stream().allMatch(FieldQueries::isText))
                || search.family() == Family.WHOLE;
        if (terms && values.size() <= MOST_TERMS) {
            return judged(Pushed.of(Accuracy.EXACT, search, query -> {
                ArrayNode all = query.putObject("terms").putArray(search.field());
                values.forEach(value -> all.addPOJO(value instanceof UTF8String text ? text.toString() : value));
            }));
        }
        if (values.size() > MOST_RANGES) {
            return null;
        }
        List<Pushed> each = new ArrayList<>();
        for (Object value : values) {
            @Nullable Pushed one = equalTo(value);
            if (one == null) {
                return null;
            }
            each.add(one);
        }
        return Pushed.any(each);
    }

    /** What lies so to a value. */
    public @Nullable Pushed compare(Comparison how, Object value) {
        @Nullable
        Pushed found = switch (search.family()) {
            case NONE, PRESENCE, BOOLEAN, IP -> null;
            case KEYWORD -> isText(value) ? Ranges.of(search, how, value.toString()) : null;
            case WHOLE -> Ranges.of(search, how, value);
            case DOUBLE -> Double.isFinite((double) value) ? Ranges.ofDouble(search, how, (double) value) : null;
            case FLOAT, HALF_FLOAT -> Ranges.near(search, how, (float) value);
            case DATE, DATE_NANOS -> Ranges.ofMoment(search, how, (long) value);
        };
        return found == null ? null : judged(found);
    }

    /** What begins with a text. */
    public @Nullable Pushed startsWith(UTF8String text) {
        if (search.family() != Family.KEYWORD || !isText(text) || text.numChars() > MOST_LETTERS) {
            return null;
        }
        return text.numBytes() == 0
                ? present()
                : judged(Pushed.of(
                        Accuracy.EXACT,
                        search,
                        query -> query.putObject("prefix").put(search.field(), text.toString())));
    }

    /** What ends with a text. */
    public @Nullable Pushed endsWith(UTF8String text) {
        return pattern(text, "*" + escape(text));
    }

    /** What has a text in it. */
    public @Nullable Pushed contains(UTF8String text) {
        return pattern(text, "*" + escape(text) + "*");
    }

    private @Nullable Pushed pattern(UTF8String text, String pattern) {
        if (search.family() != Family.KEYWORD || !isText(text) || text.numChars() > MOST_LETTERS) {
            return null;
        }
        return text.numBytes() == 0
                ? present()
                : judged(Pushed.of(
                        Accuracy.EXACT,
                        search,
                        query -> query.putObject("wildcard")
                                .putObject(search.field())
                                .put("value", pattern)));
    }

    private static String escape(UTF8String text) {
        return text.toString().replaceAll("([\\\\*?])", "\\\\$1");
    }

    /** Whether the bytes are proper UTF-8, which all that Elasticsearch stores is. */
    private static boolean isText(Object value) {
        return value instanceof UTF8String text
                && UTF8String.fromString(text.toString()).equals(text);
    }

    /** What is found, in view of what is doubtful about the field. */
    private Pushed judged(Pushed found) {
        if (search.isFaithful()) {
            return found;
        }
        if (!search.doubts().contains(Doubt.IGNORED_VALUES)) {
            return found.asSuperset();
        }
        Pushed ignored = Pushed.of(Accuracy.SUPERSET, search, FieldQueries.ignored(search.field()));
        Pushed either = Pushed.any(List.of(found, ignored));
        return either == null ? everything() : either;
    }

    private Pushed everything() {
        Pushed all = Pushed.everything().asSuperset();
        return new Pushed(all.query(), all.accuracy(), Set.of(search), all.clauses());
    }

    private static java.util.function.Consumer<ObjectNode> ignored(String field) {
        return query -> query.putObject("term").put("_ignored", field);
    }
}
