package dev.leat.app.parquet;

import dev.leat.app.parquet.Column.Shape;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Makes columns of mappings: objects are groups, {@code nested} fields lists of groups, all else single values. */
final class MappingColumns {

    private static final Set<String> WITH_FIELDS = Set.of("object", "nested", "passthrough");
    private static final Set<String> ROUNDED_VECTORS = Set.of("float", "bfloat16");

    private MappingColumns() {}

    /** The columns of all indices that the expression names, together. */
    static List<Column> of(Cluster cluster, String index) {
        JsonNode indices = cluster.perform(Request.read("GET", "/" + Request.segment(index) + "/_mapping"))
                .json();
        List<Column> columns = List.of();
        for (JsonNode one : indices) {
            columns = merge(columns, of(one.path("mappings")));
        }
        return columns;
    }

    /** The columns of one mapping. An {@code alias} makes none, for no document holds it. */
    static List<Column> of(JsonNode mapping) {
        List<Column> columns = new ArrayList<>(fields(mapping));
        Set<String> names = Set.copyOf(columns.stream().map(Column::name).toList());
        mapping.path("runtime").properties().forEach(field -> {
            // One without a script reads what the document holds.
            if (!field.getValue().has("script") && !names.contains(field.getKey())) {
                columns.add(leaf(field.getKey(), field.getValue()));
            }
        });
        return columns;
    }

    private static List<Column> fields(JsonNode object) {
        List<Column> columns = new ArrayList<>();
        object.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            JsonNode field = property.getValue();
            String type = field.path("type").asString("object");
            if (type.equals("alias")) {
                return;
            }
            boolean open = WITH_FIELDS.contains(type) && field.path("enabled").asBoolean(true);
            List<Column> inner = open ? fields(field) : List.of();
            if (inner.isEmpty()) {
                columns.add(leaf(name, field));
            } else {
                Column group = Column.group(name, inner);
                columns.add(type.equals("nested") ? group.withShape(Shape.MANY) : group);
            }
        });
        return columns;
    }

    private static Column leaf(String name, JsonNode field) {
        String mapped = field.path("type").asString("object");
        if (mapped.equals("dense_vector")) {
            boolean rounded =
                    ROUNDED_VECTORS.contains(field.path("element_type").asString("float"));
            return rounded
                    ? Column.leaf(name, ColumnType.FLOAT).withShape(Shape.MANY)
                    : Column.leaf(name, ColumnType.JSON);
        }
        ColumnType type = ColumnType.of(mapped);
        Column leaf = Column.leaf(name, type);
        return switch (type) {
            case DATE -> leaf.withFormat(field.path("format").asString("strict_date_optional_time||epoch_millis"));
            case DATE_NANOS ->
                leaf.withFormat(field.path("format").asString("strict_date_optional_time_nanos||epoch_millis"));
            default -> leaf;
        };
    }

    /** The columns of both; where they contradict each other, the column is one of JSON. */
    static List<Column> merge(List<Column> some, List<Column> others) {
        Map<String, Column> merged = new LinkedHashMap<>();
        some.forEach(column -> merged.put(column.name(), column));
        others.forEach(column -> merged.merge(column.name(), column, MappingColumns::merge));
        return List.copyOf(merged.values());
    }

    private static Column merge(Column one, Column other) {
        Column many = one.isMany() ? one : one.withShape(other.shape());
        if (one.isGroup() && other.isGroup()) {
            return many.withFields(merge(one.fields(), other.fields()));
        }
        ColumnType type = one.type().or(other.type());
        boolean sameFormat =
                one.format() == null ? other.format() == null : one.format().equals(other.format());
        if (type == ColumnType.JSON || !sameFormat || one.isMany() != other.isMany()) {
            return Column.leaf(one.name(), ColumnType.JSON);
        }
        return new Column(one.name(), type, one.shape(), one.format(), List.of());
    }
}
