package dev.leat.datastore.mapping;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record, or a field of a plain class, as reflection sees it.
 *
 * @param name the name in Java
 */
record Component(String name, Type type, Markings markings, Presence presence, Getter getter) {

    /** Takes the component's value from an object. */
    @FunctionalInterface
    interface Getter {
        @Nullable
        Object of(Object owner) throws IllegalAccessException, InvocationTargetException;
    }

    /** The name in JSON. */
    String storedName() {
        Name renamed = markings.find(Name.class);
        return renamed == null ? name : renamed.value();
    }

    @Nullable
    Object valueIn(Object owner) {
        try {
            return getter.of(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(name + " cannot be read though it was made accessible", e);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException("The accessor " + name + " failed", e);
        }
    }
}
