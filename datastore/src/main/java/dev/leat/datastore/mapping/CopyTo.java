package dev.leat.datastore.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Searches this field's value under another name as well. Without a name, it is searched where a search names no field.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface CopyTo {

    /** The fields, declared or not (then they are text); empty for the default field of searches. */
    String[] value() default {};
}
