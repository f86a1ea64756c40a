/**
 * The source {@code sqlite}: the tables of an SQLite file, which is only ever read. Knows what is particular to SQLite:
 * row ids, affinities, tables that modules compute.
 */
@NullMarked
package dev.leat.sources.sqlite;

import org.jspecify.annotations.NullMarked;
