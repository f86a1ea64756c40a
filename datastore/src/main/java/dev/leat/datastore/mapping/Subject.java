package dev.leat.datastore.mapping;

import java.lang.reflect.Type;

/**
 * A component's type with its list taken off.
 *
 * @param raw the class of the type
 */
record Subject(Component component, Scope scope, Container container, Type type, Class<?> raw) {

    String path() {
        return scope.path(component);
    }

    Markings markings() {
        return component.markings();
    }

    boolean isStoredOnly() {
        return scope.indexing(component) == Indexing.STORED_ONLY;
    }

    /** What a missing map is; in a list there are no missing ones. */
    Presence mapPresence() {
        return container == Container.NONE ? component.presence() : Presence.OPTIONAL;
    }
}
