package dev.leat.datastore.mapping;

import dev.leat.datastore.mapping.Scope.Level;
import dev.leat.elastic.Json;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Finds codecs for types of which only the JSON counts: below a raw mapping, and in maps that are not mapped. */
final class UnmappedReader {
    private final ModelReader model;

    UnmappedReader(ModelReader model) {
        this.model = model;
    }

    Codec codec(Subject subject, Type type) {
        Class<?> raw = Container.rawClass(type);
        if (raw == null) {
            return broken(subject, type);
        }
        Container container = Container.of(raw);
        if (container != Container.NONE) {
            Type elementType = container.elementType(type);
            Class<?> elementClass = elementType == null ? null : Container.rawClass(elementType);
            return elementType == null || elementClass == null
                    ? broken(subject, type)
                    : new ListCodec(container, codec(subject, elementType), elementClass, Presence.OPTIONAL);
        }
        if (raw == Map.class) {
            Type valueType = Container.argument(type, 1);
            return valueType == null || Container.argument(type, 0) != String.class
                    ? broken(subject, type)
                    : new MapCodec(codec(subject, valueType), KeyRule.DATA, Presence.OPTIONAL);
        }
        if (raw == byte[].class) {
            return new BinaryCodec();
        }
        if (raw == Object.class) {
            return JsonValues.ANY;
        }
        if (JsonNode.class.isAssignableFrom(raw)) {
            return new TreeCodec();
        }
        Scalar<?> scalar = Scalars.find(raw);
        return scalar == null ? object(subject, raw) : scalar;
    }

    private Codec object(Subject subject, Class<?> raw) {
        Scope scope = subject.scope().below(subject.component(), subject.container(), Level.UNMAPPED, new HashMap<>());
        ObjectCodec codec = model.object(raw, scope, Json.MAPPER.createObjectNode());
        return codec == null ? NoCodec.BROKEN : codec;
    }

    private Codec broken(Subject subject, Type type) {
        model.problem(subject.path(), "holds a type that only the compiler knows: " + type.getTypeName());
        return NoCodec.BROKEN;
    }
}
