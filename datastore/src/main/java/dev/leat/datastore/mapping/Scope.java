package dev.leat.datastore.mapping;

import dev.leat.datastore.mapping.Traits.Reach;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in a document a component stands, with what the objects around it lay down.
 *
 * @param prefix the path of the object, with a dot at the end; empty for the root
 * @param sink where the fields are collected
 */
record Scope(
        String prefix,
        @Nullable String nestedPath,
        Indexing indexing,
        Fetching fetching,
        Reach reach,
        Level level,
        Map<String, Field> sink) {

    /** What may be declared at a place. */
    enum Level {
        ROOT,
        OBJECT,
        /** Below the keys of a dynamic map, where a mapping is a template. */
        TEMPLATE,
        /** Below a raw mapping, where only the JSON counts. */
        UNMAPPED
    }

    static Scope root(Map<String, Field> sink) {
        return new Scope("", null, Indexing.INDEXED, Fetching.ALWAYS, Reach.ONCE, Level.ROOT, sink);
    }

    String path(Component component) {
        return prefix + component.storedName();
    }

    Indexing indexing(Component component) {
        Index index = component.markings().find(Index.class);
        return index != null && !index.value() ? Indexing.STORED_ONLY : indexing;
    }

    Fetching fetching(Component component) {
        Store store = component.markings().find(Store.class);
        return store != null && !store.value() ? Fetching.ON_REQUEST : fetching;
    }

    /** The scope of the objects that a component holds. */
    Scope below(Component component, Container container, Level inner, Map<String, Field> innerSink) {
        String path = path(component);
        return new Scope(
                path + ".",
                component.markings().has(Nested.class) ? path : nestedPath,
                indexing(component),
                fetching(component),
                container == Container.NONE ? reach : Reach.IN_EACH_ELEMENT,
                inner,
                innerSink);
    }

    Scope withPrefix(String other) {
        return new Scope(other, nestedPath, indexing, fetching, reach, level, sink);
    }
}
