package dev.leat.spark;

import dev.leat.spark.Zoo.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Makes filters in SQL: every shape with every kind of field, and combinations of them. */
final class Filters {

    private static final List<String> SIGNS = List.of("=", "<>", "<", "<=", ">", ">=", "<=>");

    private static final List<String> PATTERNS =
            List.of("a%", "%b", "%a%", "a%b", "a_b", "a\\\\%b", "a*%", "%?%", "%", "_", "%\\\\\\\\%", "ä%", "%本");

    private final SplittableRandom random;

    Filters(SplittableRandom random) {
        this.random = random;
    }

    /** So many: two thirds of one shape and one kind of field each, as many different ones as there are, the rest combined. */
    List<String> generate(int number) {
        List<String> filters = new ArrayList<>();
        while (filters.size() < number * 2 / 3) {
            List<String> round = new ArrayList<>();
            for (Kind kind : Zoo.KINDS) {
                for (int shape = 0; shape < SHAPES; shape++) {
                    round.add(simple(kind, shape));
                }
            }
            Collections.shuffle(round, Random.from(random));
            filters.addAll(round.subList(0, Math.min(round.size(), number * 2 / 3 - filters.size())));
        }
        while (filters.size() < number) {
            filters.add(combined(3));
        }
        return filters;
    }

    /** How many simple shapes there are. */
    static final int SHAPES = 20;

    private String simple(Kind kind, int shape) {
        String column = kind.name();
        return switch (shape) {
            case 0, 1, 2, 3, 4, 5, 6 -> column + " " + SIGNS.get(shape) + " " + literal(kind);
            case 7 -> column + " IS NULL";
            case 8 -> column + " IS NOT NULL";
            case 9 -> column + " IN (" + literal(kind) + ", " + literal(kind) + ", " + literal(kind) + ")";
            case 10 -> column + " IN (" + literal(kind) + ", NULL)";
            case 11 -> column + " NOT IN (" + literal(kind) + ", " + literal(kind) + ")";
            case 12 -> column + " NOT IN (" + literal(kind) + ", NULL)";
            case 13 -> "NOT (" + column + " <=> " + literal(kind) + ")";
            case 14 -> literal(kind) + " < " + column;
            case 15 -> column + " BETWEEN " + literal(kind) + " AND " + literal(kind);
            case 16 ->
                isString(kind) ? column + " LIKE '" + pattern() + "'" : "NOT (" + column + " > " + literal(kind) + ")";
            case 17 ->
                isString(kind)
                        ? column + " NOT LIKE '" + pattern() + "'"
                        : "coalesce(" + column + " = " + literal(kind) + ", false)";
            case 18 -> isString(kind) ? "startswith(" + column + ", " + literal(kind) + ")" : column + " <=> NULL";
            default ->
                isString(kind)
                        ? (random.nextBoolean() ? "contains(" : "endswith(") + column + ", " + literal(kind) + ")"
                        : "NOT (" + column + " <= " + literal(kind) + " AND " + column + " IS NOT NULL)";
        };
    }

    private String combined(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            Kind kind = Zoo.KINDS.get(random.nextInt(Zoo.KINDS.size()));
            return random.nextInt(12) == 0 ? odd() : simple(kind, random.nextInt(SHAPES));
        }
        return switch (random.nextInt(5)) {
            case 0, 1 -> "(" + combined(depth - 1) + " AND " + combined(depth - 1) + ")";
            case 2, 3 -> "(" + combined(depth - 1) + " OR " + combined(depth - 1) + ")";
            default -> "NOT (" + combined(depth - 1) + ")";
        };
    }

    /** What cannot be said in Elasticsearch's language, or needs care. */
    private String odd() {
        List<String> odd = List.of(
                "flag",
                "NOT flag",
                "size(tags) > 1",
                "tags IS NULL",
                "array_contains(tags, 'a')",
                "length(kw) = 3",
                "whole > 1.5",
                "big = 9007199254740993",
                "dbl = double('NaN')",
                "dbl < double('NaN')",
                "single > double(0.1)",
                "whole = 3000000000",
                "obj IS NULL",
                "upper(kw) = 'A'",
                "_id = '7'",
                "_id IN ('1','2','x')",
                "NOT (_id = '3')",
                "kw = txt",
                "rlike(kw, '^a')",
                "date(day) = date'2020-01-01'",
                "true",
                "kw = NULL");
        return odd.get(random.nextInt(odd.size()));
    }

    private String pattern() {
        return PATTERNS.get(random.nextInt(PATTERNS.size()));
    }

    private static boolean isString(Kind kind) {
        return kind.type().equals("string");
    }

    private String literal(Kind kind) {
        List<String> values = kind.values().isEmpty() ? Zoo.KINDS.getFirst().values() : kind.values();
        String value = values.get(random.nextInt(values.size()));
        return switch (kind.type()) {
            case "string" -> "'" + value.replace("'", "''") + "'";
            case "timestamp" -> "timestamp'" + timestamp(value) + "'";
            case "boolean" -> value;
            default -> kind.type() + "('" + value + "')";
        };
    }

    private static String timestamp(String value) {
        if (value.contains("/")) {
            return value.substring(6) + "-" + value.substring(3, 5) + "-" + value.substring(0, 2) + " 00:00:00";
        }
        String text = value.replace('T', ' ').replace("Z", "");
        int point = text.indexOf('.');
        return point > 0 && text.length() > point + 7 ? text.substring(0, point + 7) : text;
    }
}
