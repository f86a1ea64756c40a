package dev.leat.cassandra.type;

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
        StringBuilder text = new StringBuilder("{\"dynamic\":false,\"properties\":{");
        String separator = "";
        for (Column column : shape.columns()) {
            text.append(separator);
            JsonValue.quote(column.name(), text);
            text.append(':')
                    .append(overrides.getOrDefault(column.name(), column.type().mapping()));
            separator = ",";
        }
        return text.append("}}").toString();
    }
}
