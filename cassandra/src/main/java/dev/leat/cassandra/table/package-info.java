/**
 * The Cassandra side of a sync pair: {@link dev.leat.cassandra.table.CassandraConnection} connects,
 * {@link dev.leat.cassandra.table.SchemaReader} looks at a table, {@link dev.leat.cassandra.table.CassandraTable} scans, reads
 * and writes its rows, {@link dev.leat.cassandra.table.VersionWatch} finds those that were written lately. The only package
 * that talks to the driver; must not know Elasticsearch, nor who is right when two sides differ.
 */
@NullMarked
package dev.leat.cassandra.table;

import org.jspecify.annotations.NullMarked;
