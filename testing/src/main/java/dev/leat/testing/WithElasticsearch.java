package dev.leat.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class (or method) that talks to a real Elasticsearch: a parameter of type {@link TestElasticsearch} gets
 * the one node that all tests of this JVM share. It is started when first asked for and gone when the JVM's tests end.
 *
 * <p>The system property {@code leat.test.elasticsearch} chooses the release, {@code 9} (default) or {@code 8}; with
 * {@code leat.test.security=true} it is a node with security on, which the tests of connectors can be run with. The
 * environment variable {@code LEAT_TEST_ELASTICSEARCH_URL} names a node that runs already, for a quick run by hand.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ElasticsearchExtension.class)
public @interface WithElasticsearch {}
