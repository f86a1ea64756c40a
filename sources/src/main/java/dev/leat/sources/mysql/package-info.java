/**
 * The source {@code mysql}: the tables of a MySQL or MariaDB database, which is only ever read. Knows what is particular to
 * these two: their catalog, their types, how their planners use a key.
 */
@NullMarked
package dev.leat.sources.mysql;

import org.jspecify.annotations.NullMarked;
