package dev.leat.datastore.query;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Field;
import dev.leat.datastore.mapping.Plurality;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads which fields an index has. */
final class CollectionFields {

    private CollectionFields() {}

    static List<CollectionField> read(Cluster cluster, String alias, DocumentType<?> type) {
        JsonNode found = cluster.perform(Request.read("GET", "/" + Request.segment(alias) + "/_field_caps")
                        .withParameter("fields", "*")
                        .withParameter("filters", "-metadata"))
                .json()
                .path("fields");
        Map<String, Field> model = type.fields().stream().collect(Collectors.toMap(Field::path, field -> field));
        Set<String> defaults = Set.copyOf(new ModelFields(type).defaultFields());
        List<CollectionField> fields = new ArrayList<>();
        for (var entry : found.properties()) {
            if (!entry.getKey().startsWith("_leat")) {
                Optional<Field> known = Optional.ofNullable(model.get(entry.getKey()));
                fields.add(field(entry.getKey(), entry.getValue(), known, defaults));
            }
        }
        fields.sort(Comparator.comparing(CollectionField::path));
        return fields;
    }

    private static CollectionField field(
            String path, JsonNode capabilities, Optional<Field> known, Set<String> defaults) {
        JsonNode capability = capabilities.iterator().next();
        Set<CollectionField.Ability> abilities = EnumSet.noneOf(CollectionField.Ability.class);
        if (capability.path("searchable").asBoolean(false)) {
            abilities.add(CollectionField.Ability.SEARCH);
        }
        if (capability.path("aggregatable").asBoolean(false)) {
            abilities.add(CollectionField.Ability.SORT_AND_COUNT);
        }
        if (defaults.contains(path)) {
            abilities.add(CollectionField.Ability.DEFAULT_SEARCH);
        }
        return new CollectionField(
                path,
                String.join(", ", capabilities.propertyNames()),
                known.map(Field::plurality).orElse(Plurality.MANY),
                abilities,
                known.isPresent() ? CollectionField.Origin.MODEL : CollectionField.Origin.INDEX_ONLY);
    }
}
