package dev.leat.datastore.mapping;

import dev.leat.datastore.check.Check;
import dev.leat.datastore.check.CheckedBy;
import dev.leat.datastore.check.Rule;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds the rules that annotations lay down. */
final class Rules {
    private Rules() {}

    /** The rules in the order of their annotations; what is wrong with one goes to {@code problem}. */
    static List<Rule> of(Markings markings, Class<?> type, Consumer<String> problem) {
        List<Rule> rules = new ArrayList<>();
        for (Annotation annotation : markings.all()) {
            CheckedBy checkedBy = annotation.annotationType().getAnnotation(CheckedBy.class);
            if (checkedBy != null) {
                try {
                    rules.add(rule(checkedBy.value(), annotation, type));
                } catch (IllegalArgumentException e) {
                    problem.accept("@" + annotation.annotationType().getSimpleName() + " " + e.getMessage());
                }
            }
        }
        return List.copyOf(rules);
    }

    private static Rule rule(Class<? extends Check<?>> checkClass, Annotation annotation, Class<?> type) {
        try {
            Constructor<? extends Check<?>> constructor = checkClass.getDeclaredConstructor();
            constructor.setAccessible(true);
            return prepared(constructor.newInstance(), annotation, type);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException
                | ClassCastException e) {
            throw new IllegalArgumentException(
                    "is checked by " + checkClass.getName()
                            + ", which needs a constructor without parameters and a rule for this annotation",
                    e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <A extends Annotation> Rule prepared(Check<?> check, A annotation, Class<?> type) {
        return ((Check<A>) check).rule(annotation, type);
    }
}
