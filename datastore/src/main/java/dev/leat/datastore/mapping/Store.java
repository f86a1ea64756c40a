package dev.leat.datastore.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says whether searches fetch the field unasked. {@code @Store(false)} leaves it out of search results that do not name
 * it; reading a document by its id always gives it. An object covers all that is in it. A document from a search that is
 * saved, or replaced by its version, loses such fields: change it by its id.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface Store {
    boolean value();
}
