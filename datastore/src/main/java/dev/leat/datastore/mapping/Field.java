package dev.leat.datastore.mapping;

import dev.leat.datastore.mapping.Traits.Reach;
import dev.leat.elastic.Json;
import dev.leat.elastic.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** A field of the documents of one type: its path, what it holds, and the one way in which its values are stored. Immutable. */
public final class Field {
    private final String path;
    private final FieldKind kind;
    private final Plurality plurality;
    private final Traits traits;
    private final Codec codec;
    private final Class<?> javaType;

    /**
     * @param codec translates one element
     * @param javaType the type of one element, boxed
     */
    Field(String path, FieldKind kind, Plurality plurality, Traits traits, Codec codec, Class<?> javaType) {
        this.path = path;
        this.kind = kind;
        this.plurality = plurality;
        this.traits = traits;
        this.codec = codec;
        this.javaType = javaType;
    }

    Field at(String otherPath) {
        return new Field(otherPath, kind, plurality, traits.at(otherPath), codec, javaType);
    }

    /** The sub-field of a text with its whole value. */
    Field whole() {
        return new Field(
                path + "." + Mappings.WHOLE, FieldKind.KEYWORD, plurality, traits.withoutKeyword(), codec, javaType);
    }

    Traits traits() {
        return traits;
    }

    /** The names from the document's root, with dots between them. */
    public String path() {
        return path;
    }

    public FieldKind kind() {
        return kind;
    }

    /** Whether the field itself holds a list; see {@link #isInList} for the objects around it. */
    public Plurality plurality() {
        return plurality;
    }

    public Indexing indexing() {
        return traits.indexing();
    }

    public Fetching fetching() {
        return traits.fetching();
    }

    /** The Java type of one value. */
    public Class<?> javaType() {
        return javaType;
    }

    /** The {@code nested} field around this one, or this one itself if it is nested; null if there is none. */
    public @Nullable String nestedPath() {
        return traits.nestedPath();
    }

    /** What {@code @Description} says. */
    public Optional<String> findDescription() {
        return Optional.ofNullable(traits.description());
    }

    /** Whether a list of objects is above it, so that one document has many of it, and no path leads to one of them. */
    public boolean isInList() {
        return traits.reach() == Reach.IN_EACH_ELEMENT;
    }

    public boolean isSearchable() {
        return traits.indexing() == Indexing.INDEXED && !kind.isContainer();
    }

    /** Where whole values are sorted, counted and compared: this path, or the {@code .keyword} of a text; else empty. */
    public Optional<String> findExactPath() {
        if (!isSearchable()) {
            return Optional.empty();
        }
        return kind == FieldKind.TEXT ? Optional.ofNullable(traits.keywordPath()) : Optional.of(path);
    }

    /**
     * One value as it will be stored, for a list one element of it: the same JSON that saving a whole document gives,
     * checked and normalised by the same rules. A value may come in its Java type, or as what JSON makes of that.
     *
     * @throws InvalidDocumentException if the value does not fit
     */
    public JsonNode normalise(Object value) {
        return store(value, codec);
    }

    /**
     * An amount by which the field is to be changed: of the field's type, but not held to its limits.
     *
     * @throws InvalidDocumentException if the field is no number, or the amount does not fit its type
     */
    public JsonNode normaliseAmount(Object amount) {
        if (!kind.isNumeric()) {
            throw invalid("is " + kind + ", not a number that can be counted up or down");
        }
        return store(amount, codec instanceof CheckedCodec checked ? checked.inner() : codec);
    }

    private JsonNode store(@Nullable Object value, Codec chosen) {
        if (value == null) {
            throw invalid("is null; to take a value away, delete the field");
        }
        Findings asIs = new Findings(path);
        if (javaType.isInstance(value)) {
            JsonNode stored = Trees.of(chosen, value, asIs);
            if (asIs.isEmpty()) {
                return stored;
            }
        }
        Findings findings = new Findings(path);
        JsonNode json = Trees.of(JsonValues.ANY, value, findings);
        // Only a map may yet hold what JSON makes of its values; of another value everything has been said.
        if (!asIs.isEmpty() && (javaType != Map.class || !findings.isEmpty())) {
            asIs.orThrow("The value for " + path);
        }
        findings.orThrow("The value for " + path);
        Object typed = read(json, findings);
        findings.orThrow("The value for " + path);
        if (typed == null) {
            throw invalid("is no value");
        }
        JsonNode stored = Trees.of(chosen, typed, findings);
        findings.orThrow("The value for " + path);
        return stored;
    }

    private @Nullable Object read(JsonNode json, Findings findings) {
        try (JsonParser parser = Json.MAPPER.treeAsTokens(json)) {
            parser.nextToken();
            return codec.read(new Reading(parser, findings, Reading.Strictness.STRICT));
        }
    }

    private InvalidDocumentException invalid(String problem) {
        return new InvalidDocumentException("The value for " + path, List.of(new Problem(path, problem)));
    }

    @Override
    public String toString() {
        return path + " (" + kind + ", " + plurality + ")";
    }
}
