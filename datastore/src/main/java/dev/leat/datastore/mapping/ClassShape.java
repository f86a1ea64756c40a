package dev.leat.datastore.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record or a plain class is made of, and how one is made.
 *
 * @param components in the order of the constructor, or of the source
 */
record ClassShape(Class<?> type, List<Component> components, Maker maker) {

    /** Makes an object of the values of its components, in their order. */
    @FunctionalInterface
    interface Maker {
        Object make(@Nullable Object[] values)
                throws InstantiationException, IllegalAccessException, InvocationTargetException;
    }

    /** @throws IllegalArgumentException with a message for the user, if the class cannot be used */
    static ClassShape of(Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type.isArray() || type.isPrimitive()) {
            throw new IllegalArgumentException(type.getName() + " is neither a record nor a class that can be made");
        }
        if (type.getName().startsWith("java.") || type.getName().startsWith("javax.")) {
            throw new IllegalArgumentException(
                    type.getName() + " has no mapping of its own; use a type that has one, or @RawMapping or @Keyword");
        }
        try {
            return type.isRecord() ? ofRecord(type) : ofPlainClass(type);
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    type.getName() + " is closed to reflection; open its package to leat.datastore", e);
        }
    }

    private static ClassShape ofRecord(Class<?> type) {
        boolean nullMarked = isNullMarked(type);
        List<Component> components = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            types.add(component.getType());
            components.add(new Component(
                    component.getName(),
                    component.getGenericType(),
                    Markings.of(component, backingField(type, component.getName())),
                    presence(nullMarked, component.getType(), component.getAnnotatedType(), component),
                    accessor::invoke));
        }
        Constructor<?> constructor = constructor(type, types.toArray(Class<?>[]::new));
        return new ClassShape(type, List.copyOf(components), values -> made(constructor, values));
    }

    /** Reflection takes nulls, though its signature does not say so. */
    @SuppressWarnings("NullAway")
    private static Object made(Constructor<?> constructor, @Nullable Object[] values)
            throws InstantiationException, IllegalAccessException, InvocationTargetException {
        return constructor.newInstance(values);
    }

    private static java.lang.reflect.Field backingField(Class<?> type, String name) {
        try {
            return type.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException(type.getName() + " has no field " + name + " behind its component", e);
        }
    }

    private static Constructor<?> constructor(Class<?> type, Class<?>... parameters) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type.getName() + " needs a constructor without parameters, or make it a record", e);
        }
    }

    private static ClassShape ofPlainClass(Class<?> type) {
        Deque<Class<?>> lineage = new ArrayDeque<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            lineage.addFirst(each);
        }
        List<java.lang.reflect.Field> fields = lineage.stream()
                .flatMap(each -> Arrays.stream(each.getDeclaredFields()))
                .filter(field -> isStored(field))
                .toList();
        List<Component> components = new ArrayList<>();
        for (java.lang.reflect.Field field : fields) {
            if (Modifier.isFinal(field.getModifiers())) {
                throw new IllegalArgumentException(type.getName() + "." + field.getName()
                        + " is final; make the class a record, or the field not");
            }
            field.setAccessible(true);
            boolean nullMarked = isNullMarked(field.getDeclaringClass());
            components.add(new Component(
                    field.getName(),
                    field.getGenericType(),
                    Markings.of(field),
                    presence(nullMarked, field.getType(), field.getAnnotatedType(), field),
                    field::get));
        }
        Constructor<?> constructor = constructor(type);
        return new ClassShape(type, List.copyOf(components), values -> fill(constructor.newInstance(), fields, values));
    }

    private static boolean isStored(Member field) {
        return !Modifier.isStatic(field.getModifiers())
                && !Modifier.isTransient(field.getModifiers())
                && !field.isSynthetic();
    }

    private static Object fill(Object made, List<java.lang.reflect.Field> fields, @Nullable Object[] values)
            throws IllegalAccessException {
        for (int i = 0; i < values.length; i++) {
            fields.get(i).set(made, values[i]);
        }
        return made;
    }

    private static Presence presence(
            boolean nullMarked, Class<?> type, AnnotatedType annotated, AnnotatedElement element) {
        if (type.isPrimitive()) {
            return Presence.REQUIRED;
        }
        boolean nullable = hasNullable(annotated) || hasNullable(element);
        return nullMarked && !nullable ? Presence.REQUIRED : Presence.OPTIONAL;
    }

    /** Whoever defined it: by its name, so that none of them has to be on the class path. */
    private static boolean hasNullable(AnnotatedElement element) {
        return has(element, "Nullable");
    }

    private static boolean isNullMarked(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            if (has(each, "NullMarked")) {
                return true;
            }
            if (has(each, "NullUnmarked")) {
                return false;
            }
        }
        return has(type.getPackage(), "NullMarked") || has(type.getModule(), "NullMarked");
    }

    private static boolean has(AnnotatedElement element, String simpleName) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals(simpleName)) {
                return true;
            }
        }
        return false;
    }
}
