package dev.leat.datastore.mapping;

import dev.leat.datastore.check.Ip;
import dev.leat.datastore.check.Rule;
import dev.leat.datastore.mapping.Scope.Level;
import dev.leat.elastic.Json;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decides what a component is from its type and its annotations. Not thread-safe. */
final class ElementReader {
    private static final List<Class<? extends Annotation>> CHOICES =
            List.of(Text.class, Keyword.class, Nested.class, Flattened.class, Dynamic.class, RawMapping.class);

    /** What may stand together; text and keyword are then one within the other, or what a map's values are. */
    private static final Set<Set<Class<?>>> ALLOWED = Stream.concat(
                    CHOICES.stream().map(Set::<Class<?>>of),
                    Stream.of(
                            Set.<Class<?>>of(),
                            Set.<Class<?>>of(Text.class, Keyword.class),
                            Set.<Class<?>>of(Dynamic.class, Text.class),
                            Set.<Class<?>>of(Dynamic.class, Keyword.class),
                            Set.<Class<?>>of(Dynamic.class, Text.class, Keyword.class)))
            .collect(Collectors.toUnmodifiableSet());

    private final ModelReader model;
    private final Copies copies = new Copies();
    private final MapReader maps;
    private final UnmappedReader unmapped;

    ElementReader(ModelReader model) {
        this.model = model;
        this.unmapped = new UnmappedReader(model);
        this.maps = new MapReader(model, this, copies);
    }

    MapReader maps() {
        return maps;
    }

    Copies copies() {
        return copies;
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
        if (!ALLOWED.contains(Set.copyOf(chosen))) {
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
        if (subject.scope().level() == Level.UNMAPPED) {
            return new Element(unmapped.codec(subject, subject.type()), FieldKind.RAW, null, boxed(subject.raw()));
        }
        if (Container.of(subject.raw()) != Container.NONE) {
            return refuse(
                    subject,
                    "is a list of lists, which Elasticsearch cannot tell from one list; use a record inside,"
                            + " or @RawMapping");
        }
        if (subject.raw() == Map.class) {
            return maps.read(subject);
        }
        if (subject.raw() == byte[].class) {
            return new Element(
                    new BinaryCodec(),
                    FieldKind.RAW,
                    Json.MAPPER.createObjectNode().put("type", "binary"),
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
        return new Element(scalar, kind, mapping, scalar.type());
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
        return new Element(codec, kind, mapping, subject.raw());
    }

    private @Nullable Element anything(Subject subject) {
        boolean tree = subject.raw() != Object.class;
        Codec codec = tree ? new TreeCodec() : JsonValues.ANY;
        if (subject.markings().has(Flattened.class)) {
            return new Element(codec, FieldKind.FLATTENED, Mappings.flattened(), subject.raw());
        }
        if (subject.isStoredOnly()) {
            return new Element(codec, FieldKind.RAW, Mappings.disabled(), subject.raw());
        }
        return refuse(subject, "may hold anything; say how it is searched: @Flattened, @RawMapping, or @Index(false)");
    }

    private @Nullable Element raw(Subject subject, RawMapping rawMapping) {
        ObjectNode mapping;
        try {
            mapping = Trees.parse(rawMapping.value());
        } catch (IllegalArgumentException e) {
            return refuse(subject, "has a @RawMapping that " + e.getMessage());
        }
        return new Element(unmapped.codec(subject, subject.type()), FieldKind.RAW, mapping, boxed(subject.raw()));
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private Codec checked(Element element, Subject subject) {
        if (element.isMap()) {
            return element.codec();
        }
        List<Rule> rules =
                Rules.of(subject.markings(), element.javaType(), problem -> model.problem(subject.path(), problem));
        return rules.isEmpty() ? element.codec() : new CheckedCodec(element.codec(), rules);
    }

    private void addField(Subject subject, Element element, Codec codec, ObjectNode properties) {
        Component component = subject.component();
        Scope scope = subject.scope();
        copy(subject, element);
        if (element.mapping() != null) {
            properties.set(component.storedName(), element.mapping());
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
        Field field = new Field(path, element.kind(), plurality, traits, codec, element.javaType());
        scope.sink().put(path, field);
        if (traits.keywordPath() != null) {
            model.patterns().put(traits.keywordPath(), field.whole());
        }
    }

    private void copy(Subject subject, Element element) {
        CopyTo copyTo = subject.markings().find(CopyTo.class);
        if (copyTo == null || element.kind() == FieldKind.DYNAMIC) {
            return; // a dynamic map has it done with its values
        }
        boolean single = !element.kind().isContainer() && element.kind() != FieldKind.FLATTENED && !element.isMap();
        if (single && element.mapping() != null && subject.scope().indexing() == Indexing.INDEXED) {
            Mappings.copyTo(element.mapping(), copies.of(copyTo));
        } else {
            model.problem(subject.path(), "cannot be copied: @CopyTo is for single values in objects that are indexed");
        }
    }
}
