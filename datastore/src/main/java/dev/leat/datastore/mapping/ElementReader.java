package dev.leat.datastore.mapping;

import dev.leat.datastore.check.Ip;
import dev.leat.datastore.check.Rule;
import dev.leat.datastore.mapping.Scope.Level;
import dev.leat.elastic.Json;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decides what a component is from its type and its annotations. Not thread-safe. */
final class ElementReader {
    private static final List<Class<? extends Annotation>> CHOICES =
            List.of(Text.class, Keyword.class, Nested.class, Flattened.class, Dynamic.class, RawMapping.class);

    private final ModelReader model;
    private final Copies copies = new Copies();
    private final List<ObjectNode> templates = new ArrayList<>();

    ElementReader(ModelReader model) {
        this.model = model;
    }

    /**
     * What one element of a component became.
     *
     * @param mapping null where the objects around are not mapped
     * @param valueType what the rules apply to
     */
    private record Element(
            Codec codec, FieldKind kind, @Nullable ObjectNode mapping, Class<?> javaType, Class<?> valueType) {}

    /** A component's type with its list taken off. */
    private record Subject(Component component, Scope scope, Container container, Type type, Class<?> raw) {
        String path() {
            return scope.path(component);
        }

        Markings markings() {
            return component.markings();
        }

        boolean isStoredOnly() {
            return scope.indexing(component) == Indexing.STORED_ONLY;
        }
    }

    Copies copies() {
        return copies;
    }

    /** The templates for dynamic maps; those that say more about a path come first, as the first that matches is taken. */
    List<ObjectNode> templates() {
        Comparator<ObjectNode> bySegments = Comparator.comparingInt(
                template -> -template.propertyNames().iterator().next().split("\\.").length);
        return templates.stream()
                .sorted(bySegments.thenComparing(Object::toString))
                .toList();
    }

    /** The codec of a whole component; its mapping and field are put where they belong. */
    Codec component(Component component, Scope scope, ObjectNode properties) {
        Class<?> whole = Container.rawClass(component.type());
        Container container = whole == null ? Container.NONE : Container.of(whole);
        Type type = container.elementType(component.type());
        Class<?> raw = type == null ? null : Container.rawClass(type);
        if (type == null || raw == null) {
            return broken(
                    scope.path(component),
                    "has a type that only the compiler knows: "
                            + component.type().getTypeName() + "; name the type of what is in it");
        }
        Subject subject = new Subject(component, scope, container, type, raw);
        Element element = element(subject);
        if (element == null) {
            return NoCodec.BROKEN;
        }
        Codec checked = checked(element, subject);
        addField(subject, element, checked, properties);
        return container == Container.NONE ? checked : new ListCodec(container, checked, raw, component.presence());
    }

    private Codec broken(String path, String problem) {
        model.problem(path, problem);
        return NoCodec.BROKEN;
    }

    private @Nullable Element refuse(Subject subject, String problem) {
        model.problem(subject.path(), problem);
        return null;
    }

    private @Nullable Element element(Subject subject) {
        List<Class<? extends Annotation>> chosen =
                CHOICES.stream().filter(subject.markings()::has).toList();
        boolean textAndKeyword = chosen.equals(List.of(Text.class, Keyword.class));
        if (chosen.size() > 1 && !textAndKeyword) {
            return refuse(
                    subject,
                    "has annotations that exclude each other: "
                            + chosen.stream()
                                    .map(type -> "@" + type.getSimpleName())
                                    .toList());
        }
        RawMapping rawMapping = subject.markings().find(RawMapping.class);
        if (rawMapping != null) {
            return raw(subject, rawMapping);
        }
        if (Container.of(subject.raw()) != Container.NONE) {
            return refuse(
                    subject,
                    "is a list of lists, which Elasticsearch cannot tell from one list; use a record inside,"
                            + " or @RawMapping");
        }
        if (subject.raw() == Map.class) {
            return map(subject);
        }
        if (subject.raw() == byte[].class) {
            return new Element(
                    new BinaryCodec(),
                    FieldKind.RAW,
                    Json.MAPPER.createObjectNode().put("type", "binary"),
                    byte[].class,
                    byte[].class);
        }
        if (JsonNode.class.isAssignableFrom(subject.raw()) || subject.raw() == Object.class) {
            return anything(subject);
        }
        Scalar<?> scalar = Scalars.find(subject.raw());
        return scalar == null ? object(subject) : leaf(subject, scalar);
    }

    private @Nullable Element leaf(Subject subject, Scalar<?> scalar) {
        Markings markings = subject.markings();
        boolean words = scalar.type() == String.class || scalar.type().isEnum();
        if (markings.has(Nested.class) || markings.has(Flattened.class) || markings.has(Dynamic.class)) {
            return refuse(subject, "is a single value; @Nested is for objects, @Flattened and @Dynamic are for maps");
        }
        if (markings.has(Text.class) && !words) {
            return refuse(subject, "is @Text but " + subject.raw().getSimpleName() + "; @Text is for String");
        }
        boolean inexact = Number.class.isAssignableFrom(scalar.type()) && scalar.kind() == FieldKind.KEYWORD;
        if (inexact && !markings.has(Keyword.class)) {
            return refuse(
                    subject,
                    "is " + subject.raw().getSimpleName() + ", for which Elasticsearch has no exact number;"
                            + " use @Keyword to store it as text, @RawMapping, or long or double");
        }
        FieldKind kind = scalar.kind();
        if (markings.has(Text.class)) {
            kind = FieldKind.TEXT;
        } else if (markings.has(Keyword.class)) {
            kind = FieldKind.KEYWORD;
        } else if (markings.has(Ip.class)) {
            kind = FieldKind.IP;
        }
        ObjectNode mapping = Mappings.leaf(kind, markings, subject.scope().indexing(subject.component()));
        return new Element(scalar, kind, mapping, scalar.type(), scalar.type());
    }

    private @Nullable Element object(Subject subject) {
        Markings markings = subject.markings();
        if (markings.has(Text.class)
                || markings.has(Keyword.class)
                || markings.has(Flattened.class)
                || markings.has(Dynamic.class)) {
            return refuse(subject, "is an object; of the annotations for mappings it takes @Nested and @RawMapping");
        }
        boolean nested = markings.has(Nested.class);
        Scope around = subject.scope();
        if (nested && around.level() == Level.TEMPLATE) {
            return refuse(subject, "is @Nested in the values of a @Dynamic map, which is not supported");
        }
        Level level = around.level() == Level.ROOT ? Level.OBJECT : around.level();
        ObjectNode properties = Json.MAPPER.createObjectNode();
        Scope inner = around.below(subject.component(), subject.container(), level, around.sink());
        ObjectCodec codec = model.object(subject.raw(), inner, properties);
        if (codec == null) {
            return null;
        }
        FieldKind kind = nested ? FieldKind.NESTED : FieldKind.OBJECT;
        ObjectNode mapping = Mappings.disabled();
        if (!subject.isStoredOnly()) {
            mapping = Json.MAPPER.createObjectNode().put("type", kind.elasticsearchType());
            mapping.put("dynamic", ModelReader.openness(codec));
            mapping.set("properties", properties);
        }
        return new Element(codec, kind, mapping, subject.raw(), subject.raw());
    }

    private @Nullable Element anything(Subject subject) {
        boolean tree = subject.raw() != Object.class;
        Codec codec = tree ? new TreeCodec() : JsonValues.ANY;
        if (subject.markings().has(Flattened.class)) {
            return new Element(codec, FieldKind.FLATTENED, Mappings.flattened(), subject.raw(), subject.raw());
        }
        if (subject.isStoredOnly()) {
            return new Element(codec, FieldKind.RAW, Mappings.disabled(), subject.raw(), subject.raw());
        }
        return refuse(subject, "may hold anything; say how it is searched: @Flattened, @RawMapping, or @Index(false)");
    }

    private @Nullable Element map(Subject subject) {
        Type valueType = Container.argument(subject.type(), 1);
        if (valueType == null || Container.argument(subject.type(), 0) != String.class) {
            return refuse(subject, "is a map whose keys are not String, or whose values are of no known type");
        }
        boolean dynamic = subject.markings().has(Dynamic.class);
        if (dynamic && !subject.isStoredOnly()) {
            return subject.scope().level() == Level.TEMPLATE
                    ? refuse(subject, "is a @Dynamic map in the values of another one")
                    : dynamic(subject, valueType);
        }
        if (!dynamic && !subject.markings().has(Flattened.class) && !subject.isStoredOnly()) {
            return refuse(
                    subject,
                    "is a map; choose @Flattened (any keys, searched as keywords), @Dynamic (few keys, each a"
                            + " field with the type of the values) or @Index(false) (only stored)");
        }
        Codec values = values(subject, valueType, Level.UNMAPPED, new HashMap<>(), Json.MAPPER.createObjectNode());
        Presence presence =
                subject.container() == Container.NONE ? subject.component().presence() : Presence.OPTIONAL;
        return new Element(
                new MapCodec(values, KeyRule.DATA, presence),
                subject.isStoredOnly() ? FieldKind.RAW : FieldKind.FLATTENED,
                subject.isStoredOnly() ? Mappings.disabled() : Mappings.flattened(),
                Map.class,
                Object.class);
    }

    private Element dynamic(Subject subject, Type valueType) {
        ObjectNode properties = Json.MAPPER.createObjectNode();
        Codec values = values(subject, valueType, Level.TEMPLATE, model.patterns(), properties);
        String pattern = subject.path() + ".*";
        ObjectNode mapping = (ObjectNode) properties.get("*");
        boolean objects = mapping != null && mapping.has("properties");
        KeyRule keys = objects ? KeyRule.FIELD_WITHOUT_DOTS : KeyRule.FIELD;
        if (mapping == null) {
            templates.add(Mappings.textTemplate(pattern, pattern));
            keys = KeyRule.FIELD_WITHOUT_DOTS;
        } else if (objects) {
            addTemplates(pattern, (ObjectNode) mapping.get("properties"));
        } else {
            templates.add(Mappings.template(pattern, pattern, mapping));
        }
        Presence presence =
                subject.container() == Container.NONE ? subject.component().presence() : Presence.OPTIONAL;
        return new Element(
                new MapCodec(values, keys, presence),
                FieldKind.DYNAMIC,
                Mappings.dynamic(keys),
                Map.class,
                Object.class);
    }

    private void addTemplates(String prefix, ObjectNode properties) {
        for (String name : properties.propertyNames()) {
            ObjectNode mapping = (ObjectNode) properties.get(name);
            String path = prefix + "." + name;
            if (mapping.has("properties")) {
                addTemplates(path, (ObjectNode) mapping.get("properties"));
            } else {
                templates.add(Mappings.template(path, path, mapping));
            }
        }
    }

    /** The values of a map, read as a component called {@code *} with the annotations that concern values. */
    private Codec values(Subject subject, Type valueType, Level level, Map<String, Field> sink, ObjectNode properties) {
        if (valueType == Object.class) {
            return JsonValues.ANY;
        }
        Markings markings = new Markings(subject.markings().all().stream()
                .filter(each -> !(each instanceof Flattened
                        || each instanceof Dynamic
                        || each instanceof Name
                        || each instanceof Default
                        || each instanceof Description))
                .toList());
        Component component = new Component("*", valueType, markings, Presence.OPTIONAL, owner -> null);
        Scope scope = subject.scope().below(subject.component(), subject.container(), level, sink);
        return component(component, scope, properties);
    }

    private @Nullable Element raw(Subject subject, RawMapping rawMapping) {
        ObjectNode mapping;
        try {
            mapping = Trees.parse(rawMapping.value());
        } catch (IllegalArgumentException e) {
            return refuse(subject, "has a @RawMapping that " + e.getMessage());
        }
        Codec codec = unmapped(subject);
        Class<?> boxed = MethodType.methodType(subject.raw()).wrap().returnType();
        return codec == null ? null : new Element(codec, FieldKind.RAW, mapping, boxed, boxed);
    }

    /** The codec of a type of which only the JSON counts. */
    private @Nullable Codec unmapped(Subject subject) {
        Class<?> raw = subject.raw();
        Scalar<?> scalar = Scalars.find(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw == byte[].class) {
            return new BinaryCodec();
        }
        if (JsonNode.class.isAssignableFrom(raw)) {
            return new TreeCodec();
        }
        if (raw == Object.class || raw == Map.class || raw == List.class) {
            return JsonValues.ANY;
        }
        Scope scope = subject.scope().below(subject.component(), subject.container(), Level.UNMAPPED, new HashMap<>());
        return model.object(raw, scope, Json.MAPPER.createObjectNode());
    }

    private Codec checked(Element element, Subject subject) {
        if (element.codec() instanceof MapCodec) {
            return element.codec(); // its values are checked one by one
        }
        List<Rule> rules =
                Rules.of(subject.markings(), element.valueType(), problem -> model.problem(subject.path(), problem));
        return rules.isEmpty() ? element.codec() : new CheckedCodec(element.codec(), rules);
    }

    private void addField(Subject subject, Element element, Codec codec, ObjectNode properties) {
        Component component = subject.component();
        Scope scope = subject.scope();
        ObjectNode mapping = element.mapping();
        CopyTo copyTo = subject.markings().find(CopyTo.class);
        if (copyTo != null && !(element.codec() instanceof MapCodec)) {
            boolean single = !element.kind().isContainer() && element.kind() != FieldKind.FLATTENED;
            if (!single || scope.indexing() == Indexing.STORED_ONLY || mapping == null) {
                model.problem(
                        subject.path(), "cannot be copied: @CopyTo is for single values in objects that are indexed");
            } else {
                Mappings.copyTo(mapping, copies.of(copyTo));
            }
        }
        if (mapping != null) {
            properties.set(component.storedName(), mapping);
        }
        String path = subject.path();
        boolean whole = element.kind() == FieldKind.TEXT && subject.markings().has(Keyword.class);
        Description description = subject.markings().find(Description.class);
        Traits traits = new Traits(
                scope.indexing(component),
                scope.fetching(component),
                scope.reach(),
                element.kind() == FieldKind.NESTED ? path : scope.nestedPath(),
                whole ? path + "." + Mappings.WHOLE : null,
                description == null ? null : description.value());
        Plurality plurality = subject.container() == Container.NONE ? Plurality.ONE : Plurality.MANY;
        scope.sink().put(path, new Field(path, element.kind(), plurality, traits, codec, element.javaType()));
        if (traits.keywordPath() != null) {
            Field keyword =
                    new Field(traits.keywordPath(), FieldKind.KEYWORD, plurality, traits, codec, element.javaType());
            model.patterns().put(traits.keywordPath(), keyword);
        }
    }
}
