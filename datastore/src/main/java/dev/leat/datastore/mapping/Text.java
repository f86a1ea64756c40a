package dev.leat.datastore.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a String that is searched by its words. With {@link Keyword} beside it, the whole value is indexed as well, in
 * the sub-field {@code .keyword}, for sorting and facets.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface Text {

    /** The name of the analyzer; empty for the standard one. */
    String analyzer() default "";

    /** The analyzer of what is searched for; empty for the same one. */
    String searchAnalyzer() default "";
}
