package dev.leat.datastore.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives the mapping of a field word for word, for types that have no annotation: vectors, geo points, ranges. The Java type
 * decides only how the value is written as JSON.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface RawMapping {
    /** A JSON object such as {@code {"type":"geo_point"}}. */
    String value();
}
