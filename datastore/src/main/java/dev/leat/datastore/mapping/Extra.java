package dev.leat.datastore.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the {@code Map<String, Object>} that takes the stored fields that the class does not declare, and writes them again,
 * unindexed. Whole numbers come as {@code Long}, or {@code BigInteger} where that is too small, decimals as {@code Double}, or
 * {@code BigDecimal} where that would change a digit.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
public @interface Extra {}
