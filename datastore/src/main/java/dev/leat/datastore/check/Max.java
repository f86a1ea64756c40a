package dev.leat.datastore.check;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A number that is not above a limit. */
@Documented
@CheckedBy(MaxCheck.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface Max {
    /** The greatest value. A limit beyond 2<sup>53</sup> is rounded to a double first. */
    double value();
}
