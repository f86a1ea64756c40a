package dev.leat.cassandra.type;

import java.util.Collection;
import java.util.Map;

/** The Elasticsearch mapping of a table. */
public final class IndexMapping {
    private IndexMapping() {}

    /**
     * The body of a mapping with a field for every column, those of the key included. It is not dynamic: what a document
     * has beside them is kept and not searched.
     *
     * @param overrides mappings, as JSON, that stand in for those of columns of that name
     */
    public static String of(TableShape shape, Map<String, String> overrides) {
        return "{\"dynamic\":false," + properties(shape.ownColumns(), overrides) + "}";
    }

    /** The part of a mapping that names the fields of some columns, as {@code "properties": …}. */
    public static String properties(Collection<Column> columns, Map<String, String> overrides) {
        StringBuilder text = new StringBuilder("\"properties\":{");
        String separator = "";
        for (Column column : columns) {
            text.append(separator);
            JsonValue.quote(column.name(), text);
            text.append(':')
                    .append(overrides.getOrDefault(column.name(), column.type().mapping()));
            separator = ",";
        }
        return text.append("}").toString();
    }
}
