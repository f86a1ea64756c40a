package dev.leat.spark.filter;

import dev.leat.spark.filter.Pushed.Accuracy;
import dev.leat.spark.schema.Column;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Column.Shape;
import dev.leat.spark.schema.Column.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * Translates filters. Every filter has two translations, for where it is true and for where it is false; in between lies
 * null. NOT exchanges the two, so that it never turns a query that finds too much into one that finds too little. Where
 * nothing can be told, the translation is null. Immutable.
 */
public final class FilterTranslator {

    private final List<Column> columns;

    /** @param columns that filters may name */
    public FilterTranslator(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Finds at least all documents for which the filter is true. */
    public @Nullable Pushed whenTrue(Expression filter) {
        return filter instanceof GeneralScalarExpression expression ? translate(expression, true) : null;
    }

    private @Nullable Pushed translate(GeneralScalarExpression filter, boolean outcome) {
        Expression[] children = filter.children();
        return switch (filter.name()) {
            case "ALWAYS_TRUE" -> outcome ? Pushed.everything() : Pushed.nothing();
            case "ALWAYS_FALSE" -> outcome ? Pushed.nothing() : Pushed.everything();
            case "NOT" -> children[0] instanceof GeneralScalarExpression inner ? translate(inner, !outcome) : null;
            case "AND" -> outcome ? every(children, true) : either(children, false);
            case "OR" -> outcome ? either(children, true) : every(children, false);
            case "IS_NULL" -> presence(children[0], !outcome);
            case "IS_NOT_NULL" -> presence(children[0], outcome);
            case "=" -> equality(children, outcome);
            case "<>" -> equality(children, !outcome);
            case "<=>" -> nullSafeEquality(children, outcome);
            case "IN" -> membership(children, outcome);
            case "STARTS_WITH", "ENDS_WITH", "CONTAINS" -> text(filter.name(), children, outcome);
            default -> comparison(filter.name(), children, outcome);
        };
    }

    /** Parts that cannot be translated are left to Spark. */
    private @Nullable Pushed every(Expression[] parts, boolean outcome) {
        List<Pushed> known = new ArrayList<>();
        boolean left = false;
        for (Expression part : parts) {
            Pushed pushed = part instanceof GeneralScalarExpression inner ? translate(inner, outcome) : null;
            if (pushed == null) {
                left = true;
            } else {
                known.add(pushed);
            }
        }
        Pushed all = known.isEmpty() ? null : Pushed.all(known);
        return all != null && left ? all.asSuperset() : all;
    }

    private @Nullable Pushed either(Expression[] parts, boolean outcome) {
        List<Pushed> known = new ArrayList<>();
        for (Expression part : parts) {
            Pushed pushed = part instanceof GeneralScalarExpression inner ? translate(inner, outcome) : null;
            if (pushed == null) {
                return null;
            }
            known.add(pushed);
        }
        return Pushed.any(known);
    }

    private @Nullable Pushed presence(Expression column, boolean present) {
        if (isMetadata(column)) {
            return present ? Pushed.everything() : Pushed.nothing();
        }
        return leaf(column)
                .map(leaf -> new FieldQueries(leaf.search()))
                .map(queries -> present ? queries.present() : queries.absent())
                .orElse(null);
    }

    private @Nullable Pushed equality(Expression[] sides, boolean outcome) {
        Sides known = Sides.of(sides);
        if (known == null) {
            return null;
        }
        if (isMetadata(known.column)) {
            return metadata(known.column, List.of(known.value), outcome);
        }
        return queries(known.column, List.of(known.literal))
                .map(queries -> {
                    Pushed equal = queries.equalTo(known.value);
                    return outcome ? equal : allOthers(queries, equal);
                })
                .orElse(null);
    }

    /** What has a value, and another: exactly where that is known, else at least what has a value. */
    private static @Nullable Pushed allOthers(FieldQueries queries, @Nullable Pushed found) {
        Pushed present = queries.present();
        boolean exact = found != null && found.accuracy() == Accuracy.EXACT;
        if (present == null || found == null) {
            return present == null ? null : present.asSuperset();
        }
        return exact ? Pushed.allBut(present, found) : present.asSuperset();
    }

    private @Nullable Pushed nullSafeEquality(Expression[] sides, boolean outcome) {
        Sides known = Sides.of(sides);
        if (known == null) {
            return null;
        }
        Pushed equal = equality(sides, true);
        if (outcome || equal == null) {
            return outcome ? equal : null;
        }
        return equal.accuracy() == Accuracy.EXACT ? Pushed.allBut(Pushed.everything(), equal) : null;
    }

    private @Nullable Pushed membership(Expression[] children, boolean outcome) {
        List<Literal<?>> literals = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Expression child : Arrays.asList(children).subList(1, children.length)) {
            if (!(child instanceof Literal<?> literal)) {
                return null;
            }
            if (literal.value() != null) {
                literals.add(literal);
                values.add(literal.value());
            }
        }
        if (values.size() < children.length - 1 && !outcome) {
            // Nothing is surely outside of a list with a null in it.
            return Pushed.nothing();
        }
        if (values.isEmpty()) {
            return null;
        }
        if (isMetadata(children[0])) {
            return metadata(children[0], values, outcome);
        }
        return queries(children[0], literals)
                .map(queries -> outcome ? queries.in(values) : allOthers(queries, queries.in(values)))
                .orElse(null);
    }

    private @Nullable Pushed comparison(String sign, Expression[] sides, boolean outcome) {
        Optional<Comparison> found = Arrays.stream(Comparison.values())
                .filter(comparison -> comparison.sign().equals(sign))
                .findFirst();
        Sides known = found.isPresent() ? Sides.of(sides) : null;
        if (known == null) {
            return null;
        }
        Comparison how = known.isMirrored ? found.get().mirrored() : found.get();
        return queries(known.column, List.of(known.literal))
                .map(queries -> queries.compare(outcome ? how : how.opposite(), known.value))
                .orElse(null);
    }

    private @Nullable Pushed text(String how, Expression[] sides, boolean outcome) {
        if (!(sides[1] instanceof Literal<?> literal) || !(literal.value() instanceof UTF8String value)) {
            return null;
        }
        return queries(sides[0], List.of(literal))
                .map(queries -> {
                    Pushed found = switch (how) {
                        case "STARTS_WITH" -> queries.startsWith(value);
                        case "ENDS_WITH" -> queries.endsWith(value);
                        default -> queries.contains(value);
                    };
                    return outcome ? found : allOthers(queries, found);
                })
                .orElse(null);
    }

    /** A column and a value that is not null, compared with each other. */
    private record Sides(Expression column, Literal<?> literal, Object value, boolean isMirrored) {
        static @Nullable Sides of(Expression[] sides) {
            if (sides[1] instanceof Literal<?> right && right.value() != null) {
                return new Sides(sides[0], right, right.value(), false);
            }
            if (sides[0] instanceof Literal<?> left && left.value() != null) {
                return new Sides(sides[1], left, left.value(), true);
            }
            return null;
        }
    }

    /** The queries of a column whose values are of the same type as those literals. */
    private Optional<FieldQueries> queries(Expression column, List<Literal<?>> literals) {
        return leaf(column)
                .filter(leaf ->
                        literals.stream().allMatch(literal -> literal.dataType().equals(leaf.type())))
                .map(leaf -> new FieldQueries(leaf.search()));
    }

    /** The column that an expression names, if its values are not taken apart. */
    public Optional<Leaf> leaf(Expression expression) {
        if (!(expression instanceof NamedReference reference)) {
            return Optional.empty();
        }
        List<Column> level = columns;
        @Nullable Column found = null;
        for (String name : reference.fieldNames()) {
            found = level.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElse(null);
            level = found instanceof Struct struct && struct.shape() == Shape.ONE ? struct.fields() : List.of();
        }
        return found instanceof Leaf leaf ? Optional.of(leaf) : Optional.empty();
    }

    private boolean isMetadata(Expression expression) {
        return expression instanceof NamedReference reference
                && reference.fieldNames().length == 1
                && (reference.fieldNames()[0].equals("_id") || reference.fieldNames()[0].equals("_index"));
    }

    /** An id is searched for exactly; the name of an index may also be that of an alias. */
    private static @Nullable Pushed metadata(Expression column, List<Object> values, boolean outcome) {
        if (!values.stream().allMatch(UTF8String.class::isInstance)) {
            return null;
        }
        boolean id = ((NamedReference) column).fieldNames()[0].equals("_id");
        Pushed found = Pushed.of(id ? Accuracy.EXACT : Accuracy.SUPERSET, null, query -> {
            ArrayNode all = id
                    ? query.putObject("ids").putArray("values")
                    : query.putObject("terms").putArray("_index");
            values.forEach(value -> all.add(value.toString()));
        });
        if (outcome) {
            return found;
        }
        return id ? Pushed.allBut(Pushed.everything(), found) : null;
    }

    /** The user's query and what was pushed down, as one; null for all documents. */
    public static @Nullable String join(@Nullable String query, List<Pushed> pushed) {
        if (pushed.isEmpty()) {
            return query;
        }
        return "{\"bool\":{\"filter\":[" + (query == null ? "" : query + ",") + Pushed.join(pushed) + "]}}";
    }
}
