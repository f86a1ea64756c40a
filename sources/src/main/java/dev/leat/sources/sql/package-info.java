/**
 * What every SQL database has in common: a scope for each table, a document for each row, keyset paging, ids and safe
 * field names. A database adds a {@link dev.leat.sources.sql.Dialect}, no second reader. Knows no particular database.
 *
 * <p>Rows are read in pages, each in a short transaction of its own, and handed on between them: a slow index must not
 * hold a lock in somebody's database. A row that is there all the time is seen exactly once; one that changes meanwhile
 * is seen as it was or as it is.
 */
@NullMarked
package dev.leat.sources.sql;

import org.jspecify.annotations.NullMarked;
