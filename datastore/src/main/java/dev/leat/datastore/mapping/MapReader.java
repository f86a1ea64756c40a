package dev.leat.datastore.mapping;

import dev.leat.datastore.mapping.Scope.Level;
import dev.leat.elastic.Json;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Decides what a map is, which no type says by itself, and collects the templates of dynamic ones. Not thread-safe. */
final class MapReader {
    /** What stands on a map for the map itself, not for its values. */
    private static final Set<Class<?>> OF_THE_MAP =
            Set.of(Flattened.class, Dynamic.class, Name.class, Default.class, Description.class);

    private final ModelReader model;
    private final ElementReader elements;
    private final Copies copies;
    private final List<ObjectNode> templates = new ArrayList<>();

    MapReader(ModelReader model, ElementReader elements, Copies copies) {
        this.model = model;
        this.elements = elements;
        this.copies = copies;
    }

    /** The templates; those that say more about a path come first, as the first that matches is taken. */
    List<ObjectNode> templates() {
        Comparator<ObjectNode> bySegments = Comparator.comparingInt(
                template -> -template.propertyNames().iterator().next().split("\\.").length);
        return templates.stream()
                .sorted(bySegments.thenComparing(Object::toString))
                .toList();
    }

    private @Nullable Element refuse(Subject subject, String problem) {
        model.problem(subject.path(), problem);
        return null;
    }

    @Nullable
    Element read(Subject subject) {
        Type valueType = Container.argument(subject.type(), 1);
        if (valueType == null || Container.argument(subject.type(), 0) != String.class) {
            return refuse(subject, "is a map whose keys are not String, or whose values are of no known type");
        }
        Markings markings = subject.markings();
        if (subject.isStoredOnly()) {
            return unmapped(subject, valueType, FieldKind.RAW, Mappings.disabled());
        }
        if (markings.has(Flattened.class)) {
            return unmapped(subject, valueType, FieldKind.FLATTENED, Mappings.flattened());
        }
        if (!markings.has(Dynamic.class)) {
            return refuse(
                    subject,
                    "is a map; choose @Flattened (any keys, searched as keywords), @Dynamic (few keys, each a field with"
                            + " the type of the values) or @Index(false) (only stored)");
        }
        return subject.scope().level() == Level.TEMPLATE
                ? refuse(subject, "is a @Dynamic map in the values of another one")
                : dynamic(subject, valueType);
    }

    private Element unmapped(Subject subject, Type valueType, FieldKind kind, ObjectNode mapping) {
        Codec values = values(subject, valueType, Level.UNMAPPED, new HashMap<>(), Json.MAPPER.createObjectNode());
        return new Element(new MapCodec(values, KeyRule.DATA, subject.mapPresence()), kind, mapping, Map.class);
    }

    private Element dynamic(Subject subject, Type valueType) {
        ObjectNode properties = Json.MAPPER.createObjectNode();
        Codec values = values(subject, valueType, Level.TEMPLATE, model.patterns(), properties);
        String pattern = subject.path() + ".*";
        KeyRule keys = KeyRule.FIELD_WITHOUT_DOTS;
        if (!(properties.get("*") instanceof ObjectNode mapping)) {
            CopyTo copyTo = subject.markings().find(CopyTo.class);
            templates.add(Mappings.textTemplate(pattern, copyTo == null ? Set.of() : copies.of(copyTo)));
        } else if (mapping.get("properties") instanceof ObjectNode inner) {
            addTemplates(pattern, inner);
        } else {
            keys = KeyRule.FIELD;
            templates.add(Mappings.template(pattern, mapping));
        }
        return new Element(
                new MapCodec(values, keys, subject.mapPresence()),
                FieldKind.DYNAMIC,
                Mappings.dynamic(keys),
                Map.class);
    }

    private void addTemplates(String prefix, ObjectNode properties) {
        for (String name : properties.propertyNames()) {
            ObjectNode mapping = (ObjectNode) properties.get(name);
            String path = prefix + "." + name;
            if (mapping.get("properties") instanceof ObjectNode inner) {
                addTemplates(path, inner);
            } else {
                templates.add(Mappings.template(path, mapping));
            }
        }
    }

    /** The values of a map, read as a component called {@code *} with the annotations that concern values. */
    private Codec values(Subject subject, Type valueType, Level level, Map<String, Field> sink, ObjectNode properties) {
        if (valueType == Object.class) {
            return JsonValues.ANY;
        }
        Markings markings = new Markings(subject.markings().all().stream()
                .filter(each -> !OF_THE_MAP.contains(each.annotationType()))
                .filter(each -> level == Level.TEMPLATE || !(each instanceof CopyTo))
                .toList());
        Component component = new Component("*", valueType, markings, Presence.OPTIONAL, owner -> null);
        Scope scope = subject.scope().below(subject.component(), subject.container(), level, sink);
        return elements.component(component, scope, properties);
    }
}
