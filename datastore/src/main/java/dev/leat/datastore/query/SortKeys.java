package dev.leat.datastore.query;

import dev.leat.datastore.mapping.Field;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** By what results are ordered. Not thread-safe. */
final class SortKeys {

    /** The id has no doc values; reading it for each match is slow, and right. */
    private static final String ID_SCRIPT = "params._fields['_id'].value";

    private final ModelFields model;
    private final List<ObjectNode> keys = new ArrayList<>();

    SortKeys(ModelFields model) {
        this.model = model;
    }

    SortKeys(SortKeys other) {
        this(other.model);
        keys.addAll(other.keys);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** {@code field}, {@code field asc} or {@code field desc}. */
    void add(String text) {
        String[] parts = text.strip().split("\\s+", -1);
        if (parts.length == 1) {
            add(parts[0], Order.ASC);
        } else if (parts.length == 2 && parts[1].equalsIgnoreCase("asc")) {
            add(parts[0], Order.ASC);
        } else if (parts.length == 2 && parts[1].equalsIgnoreCase("desc")) {
            add(parts[0], Order.DESC);
        } else {
            throw new InvalidQueryException("cannot sort by '" + text + "'; write a field, and asc or desc behind it");
        }
    }

    void add(String field, Order order) {
        if (model.isId(field) || field.equals("_id")) {
            keys.add(byId(order));
        } else if (field.equals("_score")) {
            keys.add(key("_score", order));
        } else {
            keys.add(byField(field, order));
        }
    }

    private ObjectNode byField(String path, Order order) {
        Field field = model.requireOrdered(path, "sort");
        ObjectNode key = key(path, order);
        ObjectNode options = (ObjectNode) key.get(path);
        options.put("missing", "_last");
        if (model.isBelowDynamic(path)) {
            options.put("unmapped_type", "keyword");
        }
        String nested = field.nestedPath();
        if (nested != null) {
            options.putObject("nested").put("path", nested);
        }
        return key;
    }

    private static ObjectNode byId(Order order) {
        ObjectNode key = key("_script", order);
        ObjectNode options = (ObjectNode) key.get("_script");
        options.put("type", "string");
        options.putObject("script").put("source", ID_SCRIPT);
        return key;
    }

    private static ObjectNode key(String name, Order order) {
        ObjectNode options = QueryJson.object();
        options.put("order", order.word());
        return QueryJson.wrap(name, options);
    }

    /** All keys, and one that orders the documents of a shard that are equal in them, so that pages fit together. */
    ArrayNode json() {
        ArrayNode json = tools.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
        keys.forEach(json::add);
        json.add(key("_seq_no", Order.ASC));
        return json;
    }
}
