/**
 * What the types of CQL are in JSON and in Elasticsearch: {@link dev.leat.cassandra.type.CqlType} turns the bytes of a value
 * into one canonical text and back without loss, {@link dev.leat.cassandra.type.KeyText} the values of a primary key into
 * an id, {@link dev.leat.cassandra.type.IndexMapping} a table into a mapping. Knows the driver's descriptions of types;
 * must not know sessions, nor how rows and documents are read.
 */
@NullMarked
package dev.leat.cassandra.type;

import org.jspecify.annotations.NullMarked;
