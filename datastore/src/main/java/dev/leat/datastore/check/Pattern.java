package dev.leat.datastore.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A String that a regular expression matches as a whole. */
@Documented
@CheckedBy(PatternCheck.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface Pattern {
    /** The regular expression, as of {@link java.util.regex.Pattern}. */
    String value();

    /** Longer texts are refused unmatched: some expressions take time without end on long texts. */
    int maxLength() default 10_000;
}
