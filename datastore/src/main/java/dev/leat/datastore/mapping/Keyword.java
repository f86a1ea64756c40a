package dev.leat.datastore.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a value that is found as a whole. Strings, enums and ids are keywords without it; numbers that are only names
 * become keywords by it, and so do {@code BigInteger} and {@code BigDecimal}, which are then stored as exact text.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface Keyword {

    /**
     * The characters beyond which a value is stored but not indexed. The default always fits the 32,766 bytes that
     * Lucene takes for a term, at four bytes a character.
     */
    int ignoreAbove() default 8191;

    /** The normalizer of indexed values, such as {@code lowercase}; empty for none. What is stored stays as it is. */
    String normalizer() default "";
}
