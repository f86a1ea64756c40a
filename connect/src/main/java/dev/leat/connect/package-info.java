/**
 * What a data source is: the few interfaces and records that the author of a source codes against, with nothing but
 * these and the JDK. A provider is found by {@link java.util.ServiceLoader}, describes its settings, and opens a
 * source; a source lists scopes and reads each of them into a sink.
 *
 * <p>Knows nothing of Elasticsearch: how documents reach an index is the business of {@code dev.leat.connect.mirror}.
 */
@NullMarked
package dev.leat.connect;

import org.jspecify.annotations.NullMarked;
