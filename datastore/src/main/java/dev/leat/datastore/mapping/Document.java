package dev.leat.datastore.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the collection that a class is stored in. A class without it is stored under its own name in snake_case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Document {

    /** Lower-case letters, digits, {@code _} and {@code -}, beginning with a letter or a digit. */
    String value() default "";

    /** What the documents are, for people who read the exported schema. */
    String description() default "";
}
