package dev.leat.spark.schema;

import dev.leat.elastic.ConfigException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the mappings of all indices that have a field say of it together. */
final class MergedField {

    private final List<Declaration> declarations;

    MergedField(List<Declaration> declarations) {
        this.declarations = List.copyOf(declarations);
    }

    private Declaration first() {
        return declarations.getFirst();
    }

    String path() {
        return first().path();
    }

    String name() {
        return first().name();
    }

    String parent() {
        return first().parent();
    }

    boolean isObject() {
        return any(Declaration::isObject);
    }

    boolean isNested() {
        return any(field -> field.type().equals(Declaration.NESTED));
    }

    boolean isAlias() {
        return any(Declaration::isAlias);
    }

    String aliasTarget() {
        return first().aliasTarget();
    }

    private boolean any(Predicate<Declaration> predicate) {
        return declarations.stream().anyMatch(predicate);
    }

    /** Fails when the indices contradict each other. */
    void requireAgreement() {
        for (Declaration other : declarations) {
            if (!agree(first(), other)) {
                throw conflict(other);
            }
        }
        kind();
    }

    private static boolean agree(Declaration one, Declaration other) {
        boolean objects = one.isObject() || one.isOpaqueObject();
        return objects == (other.isObject() || other.isOpaqueObject())
                && one.isAlias() == other.isAlias()
                && one.aliasTarget().equals(other.aliasTarget());
    }

    /** The kind that takes the values of all indices. */
    Kind kind() {
        Kind kind = first().kind();
        for (Declaration other : declarations) {
            kind = Kind.common(kind, other.kind()).orElseThrow(() -> conflict(other));
        }
        return kind;
    }

    private ConfigException conflict(Declaration other) {
        return new ConfigException(
                "fields",
                "field '" + path() + "' is " + first().type() + " in index '" + first().index() + "' and "
                        + other.type() + " in index '" + other.index()
                        + "', which makes no one column; leave it out with 'exclude-fields', or read the indices one by one");
    }

    /** How dates are written, by index where that differs; under the empty name what all others do. */
    Map<String, String> formats() {
        Map<String, String> formats = new LinkedHashMap<>();
        Optional<String> common = first().format();
        common.ifPresent(format -> formats.put("", format));
        for (Declaration field : declarations) {
            Optional<String> format = field.format();
            if (!format.equals(common)) {
                format.ifPresent(other -> formats.put(field.index(), other));
            }
        }
        return formats;
    }

    /** What a search in all those indices can tell. */
    Search search(List<IndexMapping> all) {
        for (IndexMapping mapping : all) {
            if (!mapping.fields().containsKey(path()) && mapping.mayHoldUnmapped(path())) {
                return Search.none();
            }
        }
        Search search = first().search();
        for (Declaration other : declarations) {
            boolean sameType = other.type().equals(first().type());
            search = sameType ? search.and(other.search()) : Search.none();
        }
        return search;
    }
}
