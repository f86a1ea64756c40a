package dev.leat.testing.database;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class (or method) that talks to a real database: a parameter of type {@link TestPostgres} or {@link
 * TestMariaDb} gets the one server of that kind that all tests of this JVM share, started when first asked for. Tests keep
 * out of each other's way by making databases of their own, and leave the server running.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(DatabasesExtension.class)
public @interface WithDatabases {}
