package dev.leat.datastore.query;

import dev.leat.datastore.document.Admission;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Field;
import dev.leat.datastore.mapping.FieldKind;
import dev.leat.datastore.mapping.Indexing;
import dev.leat.datastore.query.AccessFilter.Bound;
import dev.leat.datastore.query.AccessFilter.Edge;
import dev.leat.datastore.query.ValueType.LetterCase;
import dev.leat.datastore.query.ValueType.UnreadableValueException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An {@link AccessFilter} bound to a model: as a query for Elasticsearch, and as a test of a source in Java. Both say the
 * same of every document that Elasticsearch has accepted. Immutable and thread-safe.
 */
public final class AccessScope implements Admission {

    /** What Elasticsearch takes in one terms query. */
    private static final int MAX_TERMS = 65_536;

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final AccessFilter filter;
    private final DocumentType<?> type;
    private final Compiled compiled;

    private record Compiled(ObjectNode json, Predicate<JsonNode> test) {}

    private AccessScope(AccessFilter filter, DocumentType<?> type) {
        this.filter = filter;
        this.type = type;
        this.compiled = compile(filter);
    }

    /**
     * Binds a filter to a model.
     *
     * @throws InvalidQueryException when a field is unknown or not of a kind that both sides compare alike (keyword,
     *     number, boolean, date, ip, a key of a flattened map)
     * @throws dev.leat.datastore.mapping.InvalidDocumentException when a value is none that the field takes
     */
    public static AccessScope of(AccessFilter filter, DocumentType<?> type) {
        return new AccessScope(filter, type);
    }

    /** The documents that this scope and the other filter admit. */
    public AccessScope and(AccessFilter other) {
        return new AccessScope(filter.and(other), type);
    }

    public AccessFilter filter() {
        return filter;
    }

    /** The query that finds exactly the documents admitted. */
    public ObjectNode query() {
        return compiled.json.deepCopy();
    }

    /** Whether a document with this source is admitted. A value that cannot be judged is not admitted. */
    @Override
    public boolean admits(JsonNode source) {
        try {
            return compiled.test.test(source);
        } catch (UnreadableValueException e) {
            return false;
        }
    }

    private Compiled compile(AccessFilter part) {
        return switch (part) {
            case AccessFilter.And and -> {
                List<Compiled> parts = and.filters().stream().map(this::compile).toList();
                yield new Compiled(
                        parts.isEmpty() ? QueryJson.parse("{\"match_all\":{}}") : bool("filter", parts),
                        source -> parts.stream().allMatch(each -> each.test.test(source)));
            }
            case AccessFilter.Or or -> {
                List<Compiled> parts = or.filters().stream().map(this::compile).toList();
                yield new Compiled(
                        parts.isEmpty() ? nothing() : bool("should", parts),
                        source -> parts.stream().anyMatch(each -> each.test.test(source)));
            }
            case AccessFilter.Not not -> {
                Compiled inner = compile(not.filter());
                yield new Compiled(bool("must_not", List.of(inner)), inner.test.negate());
            }
            case AccessFilter.Term term -> Leaf.of(this, term.field()).term(term.value());
            case AccessFilter.Terms terms -> Leaf.of(this, terms.field()).terms(terms.values());
            case AccessFilter.Range range -> Leaf.of(this, range.field()).range(range.from(), range.to());
            case AccessFilter.Exists exists -> Leaf.of(this, exists.field()).exists();
        };
    }

    private static ObjectNode nothing() {
        return QueryJson.parse("{\"match_none\":{}}");
    }

    private static ObjectNode bool(String clause, List<Compiled> parts) {
        ObjectNode bool = QueryJson.object();
        ArrayNode clauses = bool.putArray(clause);
        parts.forEach(part -> clauses.add(part.json));
        if (clause.equals("should")) {
            bool.put("minimum_should_match", 1);
        }
        return QueryJson.wrap("bool", bool);
    }

    /** A condition on one field. */
    private record Leaf<K>(Field field, String path, String sourcePath, ValueType<K> values) {

        static Leaf<?> of(AccessScope scope, String path) {
            ModelFields model = new ModelFields(scope.type);
            Field field = model.require(path);
            if (field.indexing() == Indexing.STORED_ONLY) {
                throw new InvalidQueryException("an access filter cannot use " + path + " of " + scope.type.name()
                        + ", which is not indexed; take @Index(false) away");
            }
            if (model.isBelowDynamic(path)) {
                throw new InvalidQueryException(
                        "an access filter cannot use " + path
                                + ", which is in a dynamic map, where only Elasticsearch knows the fields; use a flattened one");
            }
            String sourcePath = model.sourcePath(path);
            if (model.isCopiedTo(sourcePath)) {
                throw new InvalidQueryException("an access filter cannot use " + path + " of " + scope.type.name()
                        + ", into which other fields are copied; use these");
            }
            return new Leaf<>(field, path, sourcePath, type(model, field, path));
        }

        private static ValueType<?> type(ModelFields model, Field field, String path) {
            boolean keyOfMap = field.kind() == FieldKind.FLATTENED && !model.isDeclared(path);
            if (field.kind() == FieldKind.KEYWORD || keyOfMap) {
                String normalizer = model.normalizer(path);
                if (!normalizer.isEmpty() && !normalizer.equals("lowercase")) {
                    throw new InvalidQueryException("an access filter cannot use " + path + ": only Elasticsearch knows"
                            + " its normalizer '" + normalizer + "'; use a keyword without one, or with lowercase");
                }
                return ValueType.keyword(
                        model.ignoreAbove(path), normalizer.isEmpty() ? LetterCase.KEPT : LetterCase.FOLDED);
            }
            ValueType<?> type = ValueType.of(field.kind());
            if (type == null) {
                throw new InvalidQueryException("an access filter cannot use " + path + ", which is "
                        + ModelFields.describe(field) + "; use a keyword, number, boolean, date or ip field");
            }
            return type;
        }

        Compiled term(Object value) {
            JsonNode stored = normalise(value);
            K wanted = wanted(stored);
            ObjectNode term = QueryJson.object();
            term.putObject(path).set("value", stored);
            return leaf(QueryJson.wrap("term", term), found -> values.order().compare(found, wanted) == 0);
        }

        Compiled terms(List<Object> wantedValues) {
            if (wantedValues.size() > MAX_TERMS) {
                throw new InvalidQueryException("an access filter lists " + wantedValues.size() + " values of " + path
                        + "; Elasticsearch takes " + MAX_TERMS + " at most");
            }
            if (wantedValues.isEmpty()) {
                return new Compiled(nothing(), source -> false);
            }
            ObjectNode terms = QueryJson.object();
            ArrayNode array = terms.putArray(path);
            java.util.TreeSet<K> wanted = new java.util.TreeSet<>(values.order());
            for (Object value : wantedValues) {
                JsonNode stored = normalise(value);
                array.add(stored);
                wanted.add(wanted(stored));
            }
            return leaf(QueryJson.wrap("terms", terms), wanted::contains);
        }

        Compiled range(@Nullable Bound from, @Nullable Bound to) {
            if (field.kind() == FieldKind.BOOLEAN || field.kind() == FieldKind.FLATTENED) {
                throw new InvalidQueryException("an access filter cannot compare " + path + ", which is "
                        + ModelFields.describe(field) + "; use term or terms");
            }
            ObjectNode bounds = QueryJson.object();
            Predicate<K> test = bound(bounds, from, "gte", "gt").and(bound(bounds, to, "lte", "lt"));
            return leaf(QueryJson.wrap("range", QueryJson.wrap(path, bounds)), test);
        }

        private Predicate<K> bound(ObjectNode bounds, @Nullable Bound bound, String included, String excluded) {
            if (bound == null) {
                return found -> true;
            }
            JsonNode stored = normalise(bound.value());
            K limit = wanted(stored);
            bounds.set(bound.edge() == Edge.INCLUDED ? included : excluded, stored);
            int sign = included.equals("gte") ? 1 : -1;
            int least = bound.edge() == Edge.INCLUDED ? 0 : 1;
            return found -> sign * Integer.signum(values.order().compare(found, limit)) >= least;
        }

        Compiled exists() {
            ObjectNode exists = QueryJson.object();
            exists.put("field", path);
            return leaf(QueryJson.wrap("exists", exists), found -> true);
        }

        /** The value as it is stored; dates to the millisecond, so that Elasticsearch does not round a bound up. */
        private JsonNode normalise(Object value) {
            if (field.kind() == FieldKind.FLATTENED) {
                return StringNode.valueOf(value.toString());
            }
            JsonNode stored = field.normalise(value);
            return field.kind() == FieldKind.DATE
                    ? StringNode.valueOf(MILLISECONDS.format(java.time.Instant.ofEpochMilli(
                            ValueType.date(stored).toEpochMilli())))
                    : stored;
        }

        private K wanted(JsonNode stored) {
            K wanted = values.reader().read(stored);
            if (wanted == null) {
                throw new InvalidQueryException(
                        "an access filter has a value of " + path + " that is too long to be indexed");
            }
            return wanted;
        }

        private Compiled leaf(ObjectNode json, Predicate<K> test) {
            return new Compiled(inNested(json), source -> matches(source, test));
        }

        private boolean matches(JsonNode source, Predicate<K> test) {
            List<K> read = new ArrayList<>();
            for (JsonNode value : SourceValues.at(source, sourcePath)) {
                K key = values.reader().read(value);
                if (key != null) {
                    read.add(key);
                }
            }
            return read.stream().anyMatch(test);
        }

        private ObjectNode inNested(ObjectNode json) {
            String nested = field.nestedPath();
            if (nested == null) {
                return json;
            }
            ObjectNode wrapped = QueryJson.object();
            wrapped.put("path", nested);
            wrapped.set("query", json);
            return QueryJson.wrap("nested", wrapped);
        }
    }
}
