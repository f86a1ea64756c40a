package dev.leat.datastore.check;

import java.lang.annotation.Annotation;

/**
 * Makes the rule of an annotation. Named by {@link CheckedBy} on the annotation; made by a constructor without parameters
 * once for each component that has the annotation, when its class is read.
 *
 * @param <A> the annotation
 */
@FunctionalInterface
public interface Check<A extends Annotation> {

    /**
     * The rule for one component.
     *
     * @param type the Java type of one value: of the component, or of an element if that is a list, or of a map's values;
     *     boxed
     * @throws IllegalArgumentException if the annotation makes no sense there; the message follows its name, such as
     *     "is for numbers"
     */
    Rule rule(A annotation, Class<?> type);
}
