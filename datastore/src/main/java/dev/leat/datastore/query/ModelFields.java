package dev.leat.datastore.query;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Fetching;
import dev.leat.datastore.mapping.Field;
import dev.leat.datastore.mapping.FieldKind;
import dev.leat.datastore.mapping.Indexing;
import dev.leat.datastore.mapping.Plurality;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a model as a search sees them: which there are, and what each can be used for. Immutable. */
final class ModelFields {

    private final DocumentType<?> type;
    private final ObjectNode mapping;

    ModelFields(DocumentType<?> type) {
        this.type = type;
        this.mapping = type.mapping();
    }

    String name() {
        return type.name();
    }

    boolean isId(String name) {
        return name.equals(type.findIdName().orElse("_id"));
    }

    /**
     * The field at a path.
     *
     * @throws InvalidQueryException when there is none; names the nearest that there is
     */
    Field require(String path) {
        Optional<Field> field = type.findField(path);
        if (field.isPresent()) {
            return field.get();
        }
        if (isId(path)) {
            throw new InvalidQueryException("the id of " + type.name() + " is not one of its fields; it can be searched"
                    + " by Lucene text and sorted by, and nothing else");
        }
        throw new InvalidQueryException(
                "the collection " + type.name() + " has no field '" + path + "'" + nearest(path));
    }

    private String nearest(String path) {
        String wanted = path.toLowerCase(Locale.ROOT);
        List<String> names = type.fields().stream().map(Field::path).toList();
        Optional<String> nearest =
                names.stream().min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))));
        return nearest.filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= Math.max(2, path.length() / 3))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; its fields are "
                        + String.join(", ", names.stream().sorted().limit(30).toList()));
    }

    /** How many characters must be added, removed or changed to come from one text to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

    /** A field whose whole values Elasticsearch can order and count, for something that is said by its name. */
    Field requireOrdered(String path, String purpose) {
        Field field = require(path);
        if (field.indexing() == Indexing.STORED_ONLY) {
            throw new InvalidQueryException(
                    unfit(path, purpose) + ", because it is not indexed; take @Index(false) away and reindex");
        }
        if (field.kind() == FieldKind.TEXT) {
            throw new InvalidQueryException(unfit(path, purpose) + ", because it is text, cut into words; "
                    + field.findExactPath()
                            .map(whole -> "use " + whole)
                            .orElse("add @Keyword beside @Text and use " + path + ".keyword"));
        }
        if (field.kind().isContainer() || (field.kind() == FieldKind.FLATTENED && isDeclared(path))) {
            throw new InvalidQueryException(
                    unfit(path, purpose) + ", because it is " + describe(field) + "; name a field in it");
        }
        return field;
    }

    /** As {@link #requireOrdered}, outside of nested objects, whose values are not the document's own. */
    Field requireCountable(String path, String purpose) {
        Field field = requireOrdered(path, purpose);
        if (field.nestedPath() != null) {
            throw new InvalidQueryException(unfit(path, purpose) + ", because it is inside the nested objects "
                    + field.nestedPath() + "; use aggregate() with a nested aggregation");
        }
        return field;
    }

    Field requireNumber(String path, String purpose) {
        Field field = requireCountable(path, purpose);
        if (!field.kind().isNumeric()) {
            throw new InvalidQueryException(
                    unfit(path, purpose) + ", because it is " + describe(field) + " and no number");
        }
        return field;
    }

    Field requireDate(String path, String purpose) {
        Field field = requireCountable(path, purpose);
        if (field.kind() != FieldKind.DATE) {
            throw new InvalidQueryException(
                    unfit(path, purpose) + ", because it is " + describe(field) + " and no date");
        }
        return field;
    }

    /** What a search result can be grouped by. */
    Field requireGrouping(String path) {
        Field field = requireCountable(path, "group");
        if (field.kind() != FieldKind.KEYWORD && !field.kind().isNumeric()) {
            throw new InvalidQueryException(
                    unfit(path, "group") + ", because it is " + describe(field) + "; use a keyword or a number");
        }
        if (field.plurality() == Plurality.MANY || field.isInList()) {
            throw new InvalidQueryException(
                    unfit(path, "group")
                            + ", because a document can have several values in it and would belong to several groups; use facet");
        }
        return field;
    }

    private String unfit(String path, String purpose) {
        return "cannot " + purpose + " " + type.name() + " by " + path;
    }

    static String describe(Field field) {
        return switch (field.kind()) {
            case KEYWORD -> "a keyword";
            case TEXT -> "text";
            case LONG, INTEGER, SHORT, BYTE, DOUBLE, FLOAT -> "a number";
            case BOOLEAN -> "true or false";
            case DATE -> "a date";
            case IP -> "an ip";
            case OBJECT -> "an object";
            case NESTED -> "a list of nested objects";
            case FLATTENED -> "a flattened map";
            case DYNAMIC -> "a map of fields";
            case RAW -> "of a raw mapping";
        };
    }

    /** Whether the model declares a field of exactly this path, rather than a map that it lies in. */
    boolean isDeclared(String path) {
        return !mappingOf(path).isMissingNode();
    }

    /** Whether the path lies in a map each key of which becomes a field when it is first written. */
    boolean isBelowDynamic(String path) {
        return type.fields().stream()
                .anyMatch(field -> field.kind() == FieldKind.DYNAMIC && path.startsWith(field.path() + "."));
    }

    /** Where the source of a document has the values of a field: those of a text's whole are the text's own. */
    String sourcePath(String path) {
        return type.fields().stream()
                .filter(field -> field.kind() == FieldKind.TEXT
                        && field.findExactPath().filter(path::equals).isPresent())
                .map(Field::path)
                .findFirst()
                .orElse(path);
    }

    /** Whether Elasticsearch puts values of other fields into this one, which its source does not show. */
    boolean isCopiedTo(String path) {
        return isCopiedTo(path, mapping);
    }

    private static boolean isCopiedTo(String path, JsonNode node) {
        JsonNode targets = node.path("copy_to");
        boolean here = targets.isArray()
                ? targets.valueStream().anyMatch(target -> target.asString("").equals(path))
                : targets.asString("").equals(path);
        return here || node.valueStream().anyMatch(inner -> isCopiedTo(path, inner));
    }

    int ignoreAbove(String path) {
        JsonNode own = mappingOf(path);
        JsonNode relevant = own.isMissingNode() ? mappingOf(parentInMapping(path)) : own;
        return relevant.path("ignore_above").asInt(Integer.MAX_VALUE);
    }

    String normalizer(String path) {
        return mappingOf(path).path("normalizer").asString("");
    }

    private String parentInMapping(String path) {
        String parent = path;
        while (mappingOf(parent).isMissingNode() && parent.indexOf('.') > 0) {
            parent = parent.substring(0, parent.lastIndexOf('.'));
        }
        return parent;
    }

    private JsonNode mappingOf(String path) {
        JsonNode node = mapping;
        for (String name : path.split("\\.", -1)) {
            JsonNode inner = node.path("properties").path(name);
            node = inner.isMissingNode() ? node.path("fields").path(name) : inner;
        }
        return node;
    }

    /** Where words without a field are looked for: what the model copies there, else every text and keyword. */
    List<String> defaultFields() {
        Optional<String> copied = type.findDefaultSearchPath();
        if (copied.isPresent()) {
            return List.of(copied.get());
        }
        Set<FieldKind> kinds = Set.of(FieldKind.TEXT, FieldKind.KEYWORD, FieldKind.FLATTENED);
        List<String> names = type.fields().stream()
                .filter(field -> kinds.contains(field.kind())
                        && field.indexing() == Indexing.INDEXED
                        && field.nestedPath() == null
                        && !isBelowDynamic(field.path()))
                .map(Field::path)
                .toList();
        return names.isEmpty() ? List.of("_id") : names;
    }

    /** Fields that a search leaves out unless it names them. */
    List<String> fetchedOnRequest() {
        return type.fields().stream()
                .filter(field -> field.fetching() == Fetching.ON_REQUEST)
                .map(Field::path)
                .toList();
    }
}
