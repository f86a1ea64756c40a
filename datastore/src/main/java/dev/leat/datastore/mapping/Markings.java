package dev.leat.datastore.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The annotations of a component, with those that stand on its annotations; what an annotation carries comes first. */
record Markings(List<Annotation> all) {

    static Markings of(AnnotatedElement... elements) {
        List<Annotation> all = new ArrayList<>();
        for (AnnotatedElement element : elements) {
            for (Annotation annotation : element.getAnnotations()) {
                add(annotation, all, new HashSet<>());
            }
        }
        return new Markings(List.copyOf(all));
    }

    private static void add(Annotation annotation, List<Annotation> all, Set<Class<?>> outer) {
        Class<? extends Annotation> type = annotation.annotationType();
        if (type.getName().startsWith("java.lang.") || !outer.add(type)) {
            return;
        }
        for (Annotation meta : type.getAnnotations()) {
            add(meta, all, outer);
        }
        outer.remove(type);
        if (!all.contains(annotation)) {
            all.add(annotation);
        }
    }

    <A extends Annotation> @Nullable A find(Class<A> type) {
        for (Annotation annotation : all) {
            if (type.isInstance(annotation)) {
                return type.cast(annotation);
            }
        }
        return null;
    }

    boolean has(Class<? extends Annotation> type) {
        return find(type) != null;
    }
}
