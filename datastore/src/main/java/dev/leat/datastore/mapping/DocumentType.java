package dev.leat.datastore.mapping;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.Problem;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What documents of one Java class are: their fields, their mapping, and their form as JSON. Immutable and thread-safe;
 * made once for a class, as reading the class takes far longer than a document.
 *
 * <p>Documents are written strictly, with everything that is wrong found at once, and read leniently: fields that the
 * class does not declare are passed over (or kept by {@code @Extra}), numbers are understood as text, one value as a list.
 */
public final class DocumentType<T> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,199}");

    private static final Set<String> VECTORS = Set.of("dense_vector", "sparse_vector", "rank_vectors");

    /** What Elasticsearch takes for an id. */
    private static final int LONGEST_ID = 512;

    private final Class<T> javaType;
    private final String name;
    private final Model model;

    private DocumentType(Class<T> javaType, String name, Model model) {
        this.javaType = javaType;
        this.name = name;
        this.model = model;
    }

    /**
     * Reads a class.
     *
     * @throws ConfigException with everything that is wrong with the class
     */
    public static <T> DocumentType<T> of(Class<T> type) {
        Document document = type.getAnnotation(Document.class);
        String name =
                document == null || document.value().isEmpty() ? snakeCase(type.getSimpleName()) : document.value();
        if (!NAME.matcher(name).matches()) {
            throw new ConfigException(
                    type.getName(),
                    "cannot be stored under the name '" + name + "': lower-case letters, digits, _ and -, at most 200;"
                            + " name it with @Document");
        }
        return new DocumentType<>(type, name, ModelReader.read(type));
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    public Class<T> javaType() {
        return javaType;
    }

    /** The name of the collection, unless it is registered under another. */
    public String name() {
        return name;
    }

    /** All fields that the class declares, those of inner objects too, in the order of their paths. */
    public List<Field> fields() {
        return List.copyOf(model.fields().values());
    }

    /**
     * The field at a path. Below a {@code @Flattened} or {@code @Dynamic} map every path is one; {@code title.keyword} is
     * one where {@code title} is text and keyword.
     */
    public Optional<Field> findField(String path) {
        Field declared = model.fields().get(path);
        if (declared == null) {
            declared = model.patterns().get(path);
        }
        return declared != null ? Optional.of(declared) : Optional.ofNullable(inMap(path));
    }

    private @Nullable Field inMap(String path) {
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            Field map = model.fields().get(path.substring(0, dot));
            String key = path.substring(dot + 1);
            if (map == null || key.isEmpty()) {
                return null;
            }
            if (map.kind() == FieldKind.FLATTENED) {
                return new Field(path, map.kind(), Plurality.ONE, map.traits(), JsonValues.ANY, Object.class);
            }
            if (map.kind() == FieldKind.DYNAMIC) {
                return inDynamic(map, key);
            }
        }
        return null;
    }

    private @Nullable Field inDynamic(Field map, String key) {
        String path = map.path() + "." + key;
        Field values = model.patterns().get(map.path() + ".*");
        if (values == null) {
            return new Field(path, FieldKind.RAW, Plurality.ONE, map.traits(), JsonValues.ANY, Object.class);
        }
        if (!values.kind().isContainer()) {
            String whole = "." + Mappings.WHOLE;
            return key.endsWith(whole) && values.traits().keywordPath() != null
                    ? values.at(path.substring(0, path.length() - whole.length()))
                            .whole()
                    : values.at(path);
        }
        int dot = key.indexOf('.');
        Field inner = dot < 0 ? values : model.patterns().get(map.path() + ".*" + key.substring(dot));
        return inner == null ? null : inner.at(path);
    }

    /** The path where searches look that name no field; empty if no field has a plain {@code @CopyTo}. */
    public Optional<String> findDefaultSearchPath() {
        boolean used = model.mapping()
                .at("/properties/" + ObjectCodec.HIDDEN + "/properties/text")
                .isObject();
        return used ? Optional.of(Mappings.DEFAULT_SEARCH) : Optional.empty();
    }

    /** The name of the component that is the id; empty if the class has none. */
    public Optional<String> findIdName() {
        return Optional.ofNullable(model.codec().idComponent()).map(Component::name);
    }

    /** The mapping for an index of such documents; the same for the same class, whatever the machine. A copy. */
    public ObjectNode mapping() {
        return model.mapping().deepCopy();
    }

    /**
     * Whether a field is a vector. From 9.2 on Elasticsearch leaves vectors out of what searches give back, so that a
     * document that is found and saved loses them, unless its index has {@code index.mapping.exclude_source_vectors:
     * false}, a setting that older ones refuse.
     */
    public boolean hasVectors() {
        return hasVectors(model.mapping());
    }

    /** Whether a mapping has a field of vectors. */
    public static boolean hasVectors(JsonNode mapping) {
        if (mapping.path("type") instanceof StringNode type && VECTORS.contains(type.stringValue())) {
            return true;
        }
        return mapping.valueStream().anyMatch(DocumentType::hasVectors);
    }

    /**
     * The type for people and tools: {@code name}, {@code description}, {@code mapping}, and of each field in
     * {@code fields} its {@code path}, {@code kind}, {@code plurality}, whether it is searched and fetched, and what it
     * means. Deterministic, so that two exports can be compared.
     */
    public ObjectNode describe() {
        ObjectNode all = Json.MAPPER.createObjectNode().put("name", name);
        Document document = javaType.getAnnotation(Document.class);
        if (document != null && !document.description().isEmpty()) {
            all.put("description", document.description());
        }
        findDefaultSearchPath().ifPresent(path -> all.put("default_search", path));
        ArrayNode described = all.putArray("fields");
        for (Field field : model.fields().values()) {
            ObjectNode one = described.addObject().put("path", field.path());
            one.put("kind", lower(field.kind()));
            one.put("plurality", lower(field.plurality()));
            one.put("indexing", lower(field.indexing()));
            one.put("fetching", lower(field.fetching()));
            field.findDescription().ifPresent(text -> one.put("description", text));
        }
        all.set("mapping", mapping());
        return all;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A document as it will be stored, without its id.
     *
     * @throws InvalidDocumentException with everything that is wrong with it
     */
    public byte[] encode(T value) {
        EncodedBytes bytes = new EncodedBytes();
        Findings findings = new Findings("");
        write(value, bytes, findings);
        if (!findings.isEmpty()) {
            findings.orThrow("A document of " + name);
        }
        return bytes.toArray();
    }

    /**
     * A document as far as it can be written: what breaks the rules of the class is null or left out. To compare with a
     * document that was stored when the rules were others; never to be stored.
     */
    public byte[] encodeLossy(T value) {
        EncodedBytes bytes = new EncodedBytes();
        write(value, bytes, new Findings(""));
        return bytes.toArray();
    }

    /** Everything that is wrong with a document; empty if it can be stored. */
    public List<Problem> check(T value) {
        Findings findings = new Findings("");
        write(value, OutputStream.nullOutputStream(), findings);
        return findings.problems();
    }

    private void write(T value, OutputStream bytes, Findings findings) {
        try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
            model.codec().write(value, new Writing(out, findings));
        } catch (JacksonException e) {
            findings.add("cannot be written as JSON: it holds text that is no Unicode", e);
        }
    }

    /**
     * A document from its stored form.
     *
     * @throws InvalidDocumentException if a stored value cannot be one of the class's; see {@link #decodeLossy}
     */
    public T decode(String id, byte[] source) {
        return decode(id, source, 0, source.length);
    }

    /** The same, of a part of the bytes. */
    public T decode(String id, byte[] source, int from, int length) {
        Findings findings = new Findings("");
        Object value = read(id, source, from, length, findings);
        if (!findings.isEmpty()) {
            findings.orThrow("Document '" + shown(id) + "' of " + name);
        }
        return javaType.cast(Objects.requireNonNull(value, "a document without findings was read"));
    }

    /** A document as far as it can be read: values that do not fit are left out, and named. */
    public Decoded<T> decodeLossy(String id, byte[] source) {
        Findings findings = new Findings("");
        Object value = read(id, source, 0, source.length, findings);
        return new Decoded<>(value == null ? null : javaType.cast(value), findings.problems());
    }

    private @Nullable Object read(String id, byte[] source, int from, int length, Findings findings) {
        try (JsonParser in = Json.MAPPER.createParser(source, from, length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                findings.add("is not a JSON object");
                return null;
            }
            Reading reading = new Reading(in, findings, Reading.Strictness.LENIENT);
            return model.codec().read(reading, idValue(id, findings));
        } catch (JacksonException e) {
            findings.add("is not JSON", e);
            return null;
        }
    }

    private @Nullable Object idValue(String id, Findings findings) {
        Component component = model.codec().idComponent();
        if (component == null || component.type() == String.class) {
            return id;
        }
        try {
            if (component.type() == UUID.class) {
                return UUID.fromString(id);
            }
            boolean isLong = component.type() == long.class || component.type() == Long.class;
            return isLong ? (Object) Long.valueOf(id) : (Object) Integer.valueOf(id);
        } catch (IllegalArgumentException e) {
            findings.add("has an id that is no " + component.type().getTypeName(), e);
            return component.type() == int.class ? (Object) 0 : component.type() == long.class ? (Object) 0L : null;
        }
    }

    /**
     * The id of a document.
     *
     * @throws ConfigException if the class has no {@code @Id}
     * @throws InvalidDocumentException if the id is null, empty or too long
     */
    public String idOf(T value) {
        Component component = model.codec().idComponent();
        if (component == null) {
            throw new ConfigException(javaType.getName(), "has no @Id; give the id with the document");
        }
        Object id = component.valueIn(value);
        String text = id == null ? "" : id.toString();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_ID) {
            String problem = bytes == 0 ? "is missing" : "is longer than " + LONGEST_ID + " bytes";
            throw new InvalidDocumentException(
                    "A document of " + name, List.of(new Problem(component.name(), "the id " + problem)));
        }
        return text;
    }

    private static String shown(String id) {
        return id.length() > 100 ? id.substring(0, 100) + "…" : id;
    }

    @Override
    public String toString() {
        return name + " (" + javaType.getName() + ")";
    }
}
