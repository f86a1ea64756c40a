package dev.leat.datastore.query;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Field;
import dev.leat.datastore.mapping.FieldKind;
import dev.leat.elastic.scan.Projection;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much of each document a search brings.
 *
 * @param included everything when empty, unless {@code kind} says otherwise
 * @param excluded of what is included
 */
record SourceChoice(Kind kind, List<String> included, List<String> excluded) {

    enum Kind {
        WHOLE,
        FIELDS,
        NOTHING
    }

    /** All but what is fetched on request only. */
    static SourceChoice whole(ModelFields model) {
        return new SourceChoice(Kind.WHOLE, List.of(), model.fetchedOnRequest());
    }

    /** The fields of a shape. */
    static SourceChoice of(DocumentType<?> shape) {
        List<String> names = shape.fields().stream()
                .filter(field -> field.kind() != FieldKind.OBJECT && field.kind() != FieldKind.NESTED)
                .map(Field::path)
                .toList();
        return new SourceChoice(names.isEmpty() ? Kind.NOTHING : Kind.FIELDS, names, List.of());
    }

    void into(ObjectNode body) {
        switch (kind) {
            case WHOLE -> {
                if (!excluded.isEmpty()) {
                    addAll(body.putObject("_source").putArray("excludes"), excluded);
                }
            }
            case FIELDS -> addAll(body.putArray("_source"), included);
            case NOTHING -> body.put("_source", false);
        }
    }

    Projection projection() {
        return switch (kind) {
            case WHOLE -> excluded.isEmpty() ? new Projection.Whole() : new Projection.Without(excluded);
            case FIELDS -> new Projection.Fields(included);
            case NOTHING -> new Projection.NoSource();
        };
    }

    private static void addAll(ArrayNode array, List<String> names) {
        names.forEach(array::add);
    }
}
