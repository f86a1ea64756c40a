package dev.leat.datastore.mapping;

import dev.leat.datastore.mapping.ObjectCodec.Member;
import dev.leat.datastore.mapping.Scope.Level;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.Problem;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.node.ObjectNode;

/** Reads a class once: its codec, its fields and its mapping, or everything that is wrong with it. Not thread-safe. */
final class ModelReader {
    /** Elasticsearch reserves the names of its own that begin with an underscore, and so do we. */
    private static final Pattern STORED_NAME = Pattern.compile("[^_.\\s*\\p{Cntrl}][^.*\\p{Cntrl}]{0,254}");

    private static final Set<Class<?>> ID_TYPES =
            Set.of(String.class, UUID.class, Long.class, long.class, Integer.class, int.class);

    private final Map<String, Field> fields = new TreeMap<>();
    private final Map<String, Field> patterns = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Deque<Class<?>> around = new ArrayDeque<>();
    private final ElementReader elements = new ElementReader(this);

    /** @throws ConfigException with all that is wrong with the class */
    static Model read(Class<?> type) {
        return new ModelReader().readRoot(type);
    }

    private Model readRoot(Class<?> type) {
        ObjectNode properties = Json.MAPPER.createObjectNode();
        ObjectCodec codec = object(type, Scope.root(fields), properties);
        elements.copies().declareTargets(fields, properties, this::problem);
        properties.set(ObjectCodec.HIDDEN, Mappings.hidden(elements.copies().targets()));
        if (codec == null || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        ObjectNode mapping =
                Model.root(openness(codec), elements.maps().templates(), properties, Json.MAPPER.createObjectNode());
        return new Model(codec, fields, patterns, mapping);
    }

    /** What an object does with fields that its class does not declare. */
    static String openness(ObjectCodec codec) {
        return codec.keepsExtra() ? "false" : "strict";
    }

    Map<String, Field> patterns() {
        return patterns;
    }

    void problem(String path, String message) {
        problems.add(new Problem(path, message));
    }

    /** Reads a class at a place; null if it cannot be, which has been noted then. */
    @Nullable
    ObjectCodec object(Class<?> type, Scope scope, ObjectNode properties) {
        if (around.contains(type)) {
            problem(
                    place(scope),
                    "contains itself: " + type.getSimpleName()
                            + " would be a mapping without end; keep the inner ones as ids, or as a @Flattened map");
            return null;
        }
        around.push(type);
        try {
            return members(ClassShape.of(type), scope, properties);
        } catch (IllegalArgumentException e) {
            problem(place(scope), e.getMessage() == null ? "cannot be used" : e.getMessage());
            return null;
        } finally {
            around.pop();
        }
    }

    private String place(Scope scope) {
        return scope.prefix().isEmpty()
                ? ""
                : scope.prefix().substring(0, scope.prefix().length() - 1);
    }

    private ObjectCodec members(ClassShape shape, Scope scope, ObjectNode properties) {
        List<Member> members = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int extra = -1;
        int id = -1;
        for (int i = 0; i < shape.components().size(); i++) {
            Component component = shape.components().get(i);
            String path = scope.path(component);
            if (component.markings().has(Id.class)) {
                checkId(component, scope, id);
                id = i;
            } else if (component.markings().has(Extra.class)) {
                checkExtra(component, path, extra);
                extra = i;
            } else if (!STORED_NAME.matcher(component.storedName()).matches()) {
                problem(
                        path,
                        "is no name for a field: without dots, stars and control characters, not beginning with"
                                + " an underscore, at most 255 characters; use @Name");
            } else if (!names.add(component.storedName())) {
                problem(path, "is the name of two components");
            } else {
                members.add(member(component, scope, properties));
                positions.add(i);
            }
        }
        if (members.isEmpty() && extra < 0 && id < 0) {
            problem(place(scope), shape.type().getSimpleName() + " has no field to store");
        }
        return new ObjectCodec(shape, members, positions, extra, id);
    }

    private Member member(Component component, Scope scope, ObjectNode properties) {
        Codec codec = elements.component(component, scope, properties);
        Default standIn = component.markings().find(Default.class);
        StandIn value = null;
        if (standIn != null && codec != NoCodec.BROKEN) {
            try {
                value = StandIn.of(codec, rawClass(component), standIn.value());
            } catch (IllegalArgumentException e) {
                problem(scope.path(component), String.valueOf(e.getMessage()));
            }
        }
        SerializedString name = new SerializedString(component.storedName());
        return new Member(component, name, codec, value, zero(component));
    }

    private static Class<?> rawClass(Component component) {
        Class<?> raw = Container.rawClass(component.type());
        return raw == null ? Object.class : raw;
    }

    private static @Nullable Object zero(Component component) {
        if (!(component.type() instanceof Class<?> type) || !type.isPrimitive()) {
            return null;
        }
        return Array.get(Array.newInstance(type, 1), 0);
    }

    private void checkId(Component component, Scope scope, int earlier) {
        String path = scope.path(component);
        if (scope.level() != Level.ROOT) {
            problem(path, "is an @Id inside an object; only a document has one");
        } else if (earlier >= 0) {
            problem(path, "is a second @Id");
        } else if (!(component.type() instanceof Class<?> type) || !ID_TYPES.contains(type)) {
            problem(path, "is an @Id of type " + component.type().getTypeName() + "; use String, UUID, long or int");
        }
    }

    private void checkExtra(Component component, String path, int earlier) {
        if (earlier >= 0) {
            problem(path, "is a second @Extra");
        } else if (Container.rawClass(component.type()) != Map.class
                || Container.argument(component.type(), 0) != String.class
                || Container.argument(component.type(), 1) != Object.class) {
            problem(path, "is an @Extra of type " + component.type().getTypeName() + "; use Map<String, Object>");
        }
    }
}
