/**
 * The source {@code postgresql}: the tables of a PostgreSQL database, which is only ever read. Knows what is particular to
 * PostgreSQL: its catalog, its types, exported snapshots.
 */
@NullMarked
package dev.leat.sources.postgresql;

import org.jspecify.annotations.NullMarked;
