package dev.leat.datastore.update;

import dev.leat.datastore.update.Step.Order;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the update script does, in Java: the same documents and steps give the same document and the same refusals; a
 * test compares the two. Pure.
 */
public final class UpdateRules {

    private final ObjectNode source;
    private final Step step;

    private UpdateRules(ObjectNode source, Step step) {
        this.source = source;
        this.step = step;
    }

    /** Whether something was changed. */
    public enum Effect {
        CHANGED,
        UNCHANGED
    }

    /**
     * Changes a document.
     *
     * @throws UpdateRefusedException when the document does not allow a step; those before it have changed it already
     */
    public static Effect apply(ObjectNode document, List<Step> steps) {
        boolean changed = false;
        for (Step step : steps) {
            changed |= new UpdateRules(document, step).carryOut();
        }
        return changed ? Effect.CHANGED : Effect.UNCHANGED;
    }

    private boolean carryOut() {
        if (step.verb() == Verb.DELETE) {
            return delete();
        }
        int last = step.path().size() - 1;
        boolean remove = step.verb() == Verb.SET && step.value().isNull();
        ObjectNode parent = holder(last, step.verb() == Verb.REMOVE || remove ? Missing.STAYS : Missing.IS_MADE);
        if (parent == null) {
            return false;
        }
        String name = step.path().get(last);
        return switch (step.verb()) {
            case SET -> remove ? parent.remove(name) != null : set(parent, name);
            case INC, DEC -> add(parent, name);
            case MAX, MIN -> bound(parent, name);
            case APPEND, APPEND_IF_MISSING, PREPEND, PREPEND_IF_MISSING, REMOVE -> changeList(parent, name);
            case DELETE -> throw new IllegalStateException("deletes were dealt with");
        };
    }

    private enum Missing {
        STAYS,
        IS_MADE
    }

    private @Nullable ObjectNode holder(int length, Missing missing) {
        ObjectNode node = source;
        for (int i = 0; i < length; i++) {
            String name = step.path().get(i);
            JsonNode next = value(node, name);
            if (next == null && missing == Missing.STAYS) {
                return null;
            }
            if (next == null) {
                node = node.putObject(name);
            } else if (next instanceof ObjectNode object) {
                node = object;
            } else {
                throw refused(String.join(".", step.path().subList(0, i + 1)) + " is no object");
            }
        }
        return node;
    }

    /** What is stored under a name; null when it is missing or a JSON null. */
    private static @Nullable JsonNode value(ObjectNode parent, String name) {
        JsonNode value = parent.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private boolean set(ObjectNode parent, String name) {
        JsonNode stored = value(parent, name);
        if (stored != null && Values.same(stored, step.value())) {
            return false;
        }
        parent.set(name, step.value().deepCopy());
        return true;
    }

    private boolean add(ObjectNode parent, String name) {
        JsonNode stored = value(parent, name);
        JsonNode sum = sum(stored == null ? LongNode.valueOf(0) : stored, step.value());
        if (stored != null && Values.same(stored, sum)) {
            return false;
        }
        parent.set(name, sum);
        return true;
    }

    private JsonNode sum(JsonNode stored, JsonNode by) {
        if (!stored.isNumber()) {
            throw refused("the stored value is no number");
        }
        boolean minus = step.verb() == Verb.DEC;
        if (Values.isLong(stored) && Values.isLong(by)) {
            try {
                return LongNode.valueOf(
                        minus
                                ? Math.subtractExact(stored.longValue(), by.longValue())
                                : Math.addExact(stored.longValue(), by.longValue()));
            } catch (ArithmeticException overflow) {
                throw refused("the result is beyond a long");
            }
        }
        if (isBeyondLong(stored) || isBeyondLong(by)) {
            throw refused("the result is beyond a long");
        }
        double sum = minus ? stored.doubleValue() - by.doubleValue() : stored.doubleValue() + by.doubleValue();
        if (!Double.isFinite(sum)) {
            throw refused("the result is beyond a double");
        }
        return DoubleNode.valueOf(sum);
    }

    private static boolean isBeyondLong(JsonNode number) {
        return number.isIntegralNumber() && !number.canConvertToLong();
    }

    private boolean bound(ObjectNode parent, String name) {
        JsonNode stored = value(parent, name);
        if (stored != null) {
            int order = compare(step.value(), stored);
            if (step.verb() == Verb.MAX ? order <= 0 : order >= 0) {
                return false;
            }
        }
        parent.set(name, step.value());
        return true;
    }

    private int compare(JsonNode given, JsonNode stored) {
        if (step.order() == Order.MOMENTS) {
            return moment(given).compareTo(moment(stored));
        }
        if (given.isNumber() && stored.isNumber()) {
            return Values.compareNumbers(given, stored);
        }
        if (given.isString() && stored.isString()) {
            return given.stringValue().compareTo(stored.stringValue());
        }
        throw refused("the stored value and the given one cannot be compared");
    }

    private Instant moment(JsonNode date) {
        return Values.moment(date).orElseThrow(() -> refused("what is compared is no date"));
    }

    private boolean changeList(ObjectNode parent, String name) {
        JsonNode stored = value(parent, name);
        ArrayNode list = stored instanceof ArrayNode array ? array : JsonNodeFactory.instance.arrayNode();
        if (stored != null && !stored.isArray()) {
            list.add(stored);
        }
        int found = find(list);
        switch (step.verb()) {
            case REMOVE -> {
                if (found < 0) {
                    return false;
                }
                list.remove(found);
            }
            case APPEND_IF_MISSING, PREPEND_IF_MISSING -> {
                if (found >= 0) {
                    return false;
                }
                list.insert(
                        step.verb() == Verb.APPEND_IF_MISSING ? list.size() : 0,
                        step.value().deepCopy());
            }
            case APPEND -> list.add(step.value().deepCopy());
            case PREPEND -> list.insert(0, step.value().deepCopy());
            case SET, INC, DEC, MAX, MIN, DELETE -> throw new IllegalStateException(step.verb() + " is for no list");
        }
        parent.set(name, list);
        return true;
    }

    private int find(ArrayNode list) {
        for (int i = 0; i < list.size(); i++) {
            if (Values.same(list.get(i), step.value())) {
                return i;
            }
        }
        return -1;
    }

    private boolean delete() {
        int length = step.path().size();
        if (length == 0) {
            return source.remove(step.value().asString()) != null;
        }
        ObjectNode above = holder(length - 1, Missing.STAYS);
        JsonNode target = above == null ? null : value(above, step.path().getLast());
        if (target == null) {
            return false;
        }
        if (step.value().isString()) {
            if (target instanceof ObjectNode object) {
                return object.remove(step.value().asString()) != null;
            }
            throw refused("it is no object");
        }
        if (!(target instanceof ArrayNode list)) {
            throw refused("it is no list");
        }
        int index = step.value().intValue();
        return index >= 0 && index < list.size() && list.remove(index) != null;
    }

    private UpdateRefusedException refused(String why) {
        return new UpdateRefusedException(step.verb() + " " + String.join(".", step.path()) + ": " + why);
    }
}
