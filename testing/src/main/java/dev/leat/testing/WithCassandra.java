package dev.leat.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class (or method) that talks to a real Cassandra: a parameter of type {@link TestCassandra} gets the one
 * node that all tests of this JVM share. It is started when first asked for and gone when the JVM's tests end.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(CassandraExtension.class)
public @interface WithCassandra {}
