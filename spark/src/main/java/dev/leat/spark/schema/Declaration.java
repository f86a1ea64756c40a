package dev.leat.spark.schema;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the mapping of one index says of one field.
 *
 * @param parent path of the object that declares it; empty at the top
 * @param name within the parent; has dots where the parent has no sub-objects
 * @param node its parameters
 */
record Declaration(String index, String parent, String name, String type, JsonNode node, Search search) {

    static final String OBJECT = "object";
    static final String NESTED = "nested";
    static final String ALIAS = "alias";

    /** The format of dates without one of their own. */
    private static final String DEFAULT_FORMAT = "strict_date_optional_time||epoch_millis";

    private static final String DEFAULT_NANOS_FORMAT = "strict_date_optional_time_nanos||epoch_millis";

    String path() {
        return parent.isEmpty() ? name : parent + "." + name;
    }

    /** Whether it has fields of its own. */
    boolean isObject() {
        return (type.equals(OBJECT) || type.equals(NESTED) || type.equals("passthrough"))
                && node.path("enabled").asBoolean(true)
                && !node.path("properties").isEmpty();
    }

    /** Whether it is an object of which no fields are known. */
    boolean isOpaqueObject() {
        return !isObject() && (type.equals(OBJECT) || type.equals(NESTED) || type.equals("passthrough"));
    }

    boolean isAlias() {
        return type.equals(ALIAS);
    }

    String aliasTarget() {
        return node.path("path").asString("");
    }

    Kind kind() {
        return Kind.of(type);
    }

    /** How its dates are written. */
    Optional<String> format() {
        if (kind() != Kind.DATE && kind() != Kind.DATE_RANGE) {
            return Optional.empty();
        }
        String otherwise = type.equals("date_nanos") ? DEFAULT_NANOS_FORMAT : DEFAULT_FORMAT;
        String locale = node.path("locale").asString("");
        return Optional.of(node.path("format").asString(otherwise) + (locale.isEmpty() ? "" : "@@" + locale));
    }

    Declaration withSearch(Search other) {
        return new Declaration(index, parent, name, type, node, other);
    }
}
