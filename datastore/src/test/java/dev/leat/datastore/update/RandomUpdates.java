package dev.leat.datastore.update;

import dev.leat.datastore.update.Step.Order;
import dev.leat.elastic.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random documents and steps for them, which meet often: few names, and paths that are mostly those of the document. */
final class RandomUpdates {

    static final String HOSTILE = "a'];ctx.op='delete'//";

    private static final List<Verb> VERBS = List.of(Verb.values());
    private static final List<String> NAMES =
            List.of("a", "b", "c", "a.b", HOSTILE, "\"q\\", "ü\uD83D\uDE00", "${x}", "0", "new");
    private static final List<String> TEXTS = List.of(
            "",
            "x",
            "y",
            HOSTILE,
            "\u2028\"'\\",
            "2024-01-01",
            "2024-01-01T00:00:00.000Z",
            "2024-01-01T01:00:00+02:00",
            "2024-01-01T00:00:00.000000001Z",
            "2023-12-31T23:00:00",
            "2024-02-31T00:00:00Z");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "2",
            "2147483647",
            "2147483648",
            "9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "1180591620717411303424",
            "0.0",
            "-0.0",
            "1.0",
            "0.1",
            "0.2",
            "2147483648.0",
            "9007199254740992.0",
            "9.223372036854775807E18",
            "1.7976931348623157E308",
            "-1.7976931348623157E308",
            "4.9E-324");

    private final SplittableRandom random;

    RandomUpdates(SplittableRandom random) {
        this.random = random;
    }

    ObjectNode document() {
        return object(3);
    }

    List<Step> steps(ObjectNode document) {
        List<Step> steps = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            steps.add(step(document));
        }
        return steps;
    }

    private Step step(ObjectNode document) {
        Verb verb = VERBS.get(random.nextInt(VERBS.size()));
        List<String> path = random.nextInt(4) == 0 ? freePath() : pathIn(document);
        JsonNode stored = at(document, path);
        Order order = random.nextInt(3) == 0 ? Order.MOMENTS : Order.NATURAL;
        return switch (verb) {
            case SET -> new Step(verb, path, random.nextInt(8) == 0 ? nothing() : value(2), Order.NATURAL);
            case INC, DEC -> new Step(verb, path, number(), Order.NATURAL);
            case MAX, MIN -> new Step(verb, path, random.nextBoolean() ? number() : text(), order);
            case DELETE -> delete(path, stored);
            case APPEND, APPEND_IF_MISSING, PREPEND, PREPEND_IF_MISSING, REMOVE ->
                new Step(verb, path, element(stored), Order.NATURAL);
        };
    }

    private Step delete(List<String> path, JsonNode stored) {
        JsonNode what = random.nextInt(3) == 0
                ? JsonNodeFactory.instance.numberNode(random.nextInt(4))
                : JsonNodeFactory.instance.stringNode(name());
        if (stored.isObject() && !stored.isEmpty() && random.nextBoolean()) {
            List<String> names = List.copyOf(stored.propertyNames());
            what = JsonNodeFactory.instance.stringNode(names.get(random.nextInt(names.size())));
        }
        if (what.isString() && random.nextInt(8) == 0) {
            return new Step(Verb.DELETE, List.of(), what, Order.NATURAL);
        }
        return new Step(Verb.DELETE, path, what, Order.NATURAL);
    }

    private JsonNode element(JsonNode stored) {
        if (stored.isArray() && !stored.isEmpty() && random.nextBoolean()) {
            return reshaped(stored.get(random.nextInt(stored.size())));
        }
        return random.nextInt(5) == 0 && !stored.isMissingNode() ? reshaped(stored) : value(2);
    }

    /** An equal value that is written otherwise, where there is such a one: 1 as 1.0, keys in another order. */
    private JsonNode reshaped(JsonNode value) {
        if (value.isIntegralNumber() && Math.abs(value.doubleValue()) < 1e15) {
            return JsonNodeFactory.instance.numberNode(value.doubleValue());
        }
        if (value.isObject()) {
            ObjectNode turned = JsonNodeFactory.instance.objectNode();
            List.copyOf(value.propertyNames()).reversed().forEach(name -> turned.set(name, reshaped(value.get(name))));
            return turned;
        }
        if (value.isArray()) {
            ArrayNode turned = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> turned.add(reshaped(element)));
            return turned;
        }
        return value.deepCopy();
    }

    private static JsonNode at(ObjectNode document, List<String> path) {
        JsonNode node = document;
        for (String name : path) {
            node = node.path(name);
        }
        return node;
    }

    private List<String> freePath() {
        List<String> path = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            path.add(name());
        }
        return path;
    }

    private List<String> pathIn(ObjectNode document) {
        List<String> path = new ArrayList<>();
        JsonNode node = document;
        while (node.isObject() && !node.isEmpty() && (path.isEmpty() || random.nextInt(4) > 0)) {
            List<String> names = List.copyOf(node.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            path.add(name);
            node = node.get(name);
        }
        if (path.isEmpty() || random.nextInt(10) == 0) {
            path.add(name());
        }
        return path;
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(depth == 3 ? 2 : 0, 5); i > 0; i--) {
            object.set(name(), value(depth - 1));
        }
        return object;
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> random.nextInt(3) == 0 ? nothing() : JsonNodeFactory.instance.booleanNode(random.nextBoolean());
            case 1, 2, 3 -> number();
            case 4, 5 -> text();
            case 6, 7 -> list(depth);
            default -> object(depth);
        };
    }

    private ArrayNode list(int depth) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(value(depth - 1));
        }
        return list;
    }

    private static JsonNode nothing() {
        return JsonNodeFactory.instance.nullNode();
    }

    private JsonNode number() {
        if (random.nextBoolean()) {
            return JsonNodeFactory.instance.numberNode(random.nextInt(-3, 4));
        }
        JsonNode number = Json.MAPPER.readTree(NUMBERS.get(random.nextInt(NUMBERS.size())));
        // A BigDecimal without decimals would be written as a whole number.
        return number.isIntegralNumber() ? number : JsonNodeFactory.instance.numberNode(number.doubleValue());
    }

    private JsonNode text() {
        return JsonNodeFactory.instance.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    /** A document as text in which only what must not differ can differ: keys sorted, decimals as doubles. */
    static String canonical(JsonNode node) {
        if (node.isObject()) {
            List<String> fields = node.propertyNames().stream()
                    .sorted()
                    .map(name -> Json.MAPPER.writeValueAsString(name) + ":" + canonical(node.get(name)))
                    .toList();
            return "{" + String.join(",", fields) + "}";
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(canonical(element)));
            return "[" + String.join(",", elements) + "]";
        }
        if (node.isIntegralNumber()) {
            BigInteger whole = node.bigIntegerValue();
            return whole.toString();
        }
        return node.isNumber() ? Double.toString(node.doubleValue()) : node.toString();
    }
}
