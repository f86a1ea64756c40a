package dev.leat.datastore.update;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Field;
import dev.leat.datastore.mapping.FieldKind;
import dev.leat.datastore.mapping.InvalidDocumentException;
import dev.leat.datastore.mapping.Plurality;
import dev.leat.datastore.update.Step.Order;
import dev.leat.elastic.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Checks update operations against the class of the documents, and brings their values into the form in which a save
 * would store them. Pure; not thread-safe.
 */
final class OperationCheck {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final DocumentType<?> type;

    private OperationCheck(DocumentType<?> type) {
        this.type = type;
    }

    /** @throws InvalidDocumentException with everything that is wrong with the operations */
    static List<Step> steps(DocumentType<?> type, List<UpdateOperation> operations) {
        OperationCheck check = new OperationCheck(type);
        List<Step> steps = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (UpdateOperation operation : operations) {
            try {
                steps.add(operation.verb() == Verb.DELETE ? check.delete(operation) : check.change(operation));
            } catch (InvalidDocumentException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException("An update of " + type.name(), problems);
        }
        return steps;
    }

    /** What sets fields to what they are in a document; those that it does not have are removed. */
    static List<Step> fieldsOf(DocumentType<?> type, JsonNode document, List<String> paths) {
        OperationCheck check = new OperationCheck(type);
        return paths.stream()
                .map(FieldPath::of)
                .map(path -> {
                    check.field(path);
                    JsonNode value = document;
                    for (String name : path.segments()) {
                        value = value.path(name);
                    }
                    JsonNode stored = value.isMissingNode() ? NODES.nullNode() : value;
                    return new Step(Verb.SET, path.segments(), stored, Order.NATURAL);
                })
                .toList();
    }

    private Step change(UpdateOperation operation) {
        Field field = field(operation.path());
        Order order = field.kind() == FieldKind.DATE ? Order.MOMENTS : Order.NATURAL;
        JsonNode value = switch (operation.verb()) {
            case SET -> set(field, operation.value());
            case INC, DEC -> amount(field, operation);
            case MAX, MIN -> bound(field, operation);
            case APPEND, APPEND_IF_MISSING, PREPEND, PREPEND_IF_MISSING, REMOVE -> element(field, operation);
            case DELETE -> throw new IllegalStateException("deletes are dealt with elsewhere");
        };
        boolean compares = operation.verb() == Verb.MAX || operation.verb() == Verb.MIN;
        return new Step(operation.verb(), operation.path().segments(), value, compares ? order : Order.NATURAL);
    }

    /** The field at a path, if operations may change it. */
    private Field field(FieldPath path) {
        String name = path.toString();
        if (path.isRoot()) {
            throw wrong("", "an operation names no field");
        }
        if (path.segments().contains("")) {
            throw wrong(name, "has an empty name in its path");
        }
        if (path.segments().getFirst().equals(OperationNotes.FIELD)) {
            throw wrong(name, "is Leat's own and not to be changed");
        }
        Field field = type.findField(name).orElse(null);
        if (field == null) {
            throw wrong(name, "is no field of " + type.name());
        }
        if (field.isInList()) {
            throw wrong(name, "is in a list of objects; set the list, or remove and append whole elements");
        }
        return field;
    }

    private InvalidDocumentException wrong(String path, String why) {
        return new InvalidDocumentException("An update of " + type.name(), List.of(new Problem(path, why)));
    }

    /** Whether nothing is known of what is stored there. */
    private static boolean isOpen(Field field) {
        return field.kind() == FieldKind.RAW
                || (field.kind() == FieldKind.FLATTENED && field.javaType() == Object.class);
    }

    private JsonNode set(Field field, @Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (field.plurality() == Plurality.ONE) {
            return field.normalise(value);
        }
        Collection<?> elements = elements(value);
        if (elements == null) {
            throw wrong(field.path(), "is a list: set it to a List, or append the value");
        }
        ArrayNode list = NODES.arrayNode();
        for (Object element : elements) {
            if (element == null) {
                throw wrong(field.path(), "has a null in the list that it is to be set to");
            }
            list.add(field.normalise(element));
        }
        return list;
    }

    private static @Nullable Collection<?> elements(Object value) {
        if (value instanceof Collection<?> collection) {
            return collection;
        }
        if (value instanceof Object[] array) {
            return Arrays.asList(array);
        }
        if (value instanceof ArrayNode array) {
            return array.valueStream().toList();
        }
        return null;
    }

    private JsonNode amount(Field field, UpdateOperation operation) {
        if (!(operation.value() instanceof Number by)) {
            throw wrong(field.path(), operation.verb() + " takes a number");
        }
        if (field.plurality() == Plurality.MANY) {
            throw wrong(field.path(), "is a list, which " + operation.verb() + " cannot change");
        }
        if (isOpen(field)) {
            return number(field, by);
        }
        return plain(field.normaliseAmount(by));
    }

    private JsonNode number(Field field, Number number) {
        if (number instanceof Double || number instanceof Float || number instanceof BigDecimal) {
            if (!Double.isFinite(number.doubleValue())) {
                throw wrong(field.path(), "is to be changed by what is no finite number");
            }
            return NODES.numberNode(number.doubleValue());
        }
        if (number instanceof BigInteger big && big.bitLength() > 63) {
            throw wrong(field.path(), "is to be changed by a number beyond a long");
        }
        return NODES.numberNode(number.longValue());
    }

    /** Elasticsearch reads decimals as doubles; a BigDecimal might be written as a whole number. */
    private static JsonNode plain(JsonNode value) {
        return value.isNumber() && !value.isIntegralNumber() ? NODES.numberNode(value.doubleValue()) : value;
    }

    private JsonNode bound(Field field, UpdateOperation operation) {
        Object given = operation.value();
        if (given == null) {
            throw wrong(field.path(), operation.verb() + " takes a value");
        }
        if (field.plurality() == Plurality.MANY) {
            throw wrong(field.path(), "is a list, which " + operation.verb() + " cannot change");
        }
        boolean ordered = field.kind().isNumeric()
                || field.kind() == FieldKind.DATE
                || field.kind() == FieldKind.KEYWORD
                || field.kind() == FieldKind.TEXT
                || isOpen(field);
        JsonNode value = ordered ? plain(field.normalise(given)) : null;
        if (value == null || !(value.isNumber() || value.isString())) {
            throw wrong(field.path(), "holds what is neither larger nor smaller than anything");
        }
        return value;
    }

    private JsonNode element(Field field, UpdateOperation operation) {
        Object given = operation.value();
        if (given == null) {
            throw wrong(field.path(), operation.verb() + " takes an element");
        }
        if (field.plurality() == Plurality.ONE && !isOpen(field)) {
            throw wrong(field.path(), "is no list, which " + operation.verb() + " needs");
        }
        return field.normalise(given);
    }

    private Step delete(UpdateOperation operation) {
        return switch (operation.value()) {
            case String key -> deleteKey(operation.path(), key);
            case Integer index -> deleteIndex(operation.path(), index);
            case null, default ->
                throw wrong(operation.path().toString(), "DELETE takes a key (String) or an index (Integer)");
        };
    }

    private Step deleteKey(FieldPath path, String key) {
        field(path.child(key));
        return new Step(Verb.DELETE, path.segments(), NODES.stringNode(key), Order.NATURAL);
    }

    private Step deleteIndex(FieldPath path, int index) {
        Field field = field(path);
        if (index < 0) {
            throw wrong(path.toString(), "has no element at index " + index + "; the first has 0");
        }
        if (field.plurality() == Plurality.ONE && !isOpen(field)) {
            throw wrong(path.toString(), "is no list; DELETE takes a key there");
        }
        return new Step(Verb.DELETE, path.segments(), NODES.numberNode(index), Order.NATURAL);
    }
}
