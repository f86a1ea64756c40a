/**
 * The archive of a collection: a series of indices behind an alias, which documents are moved to and brought back from,
 * the reads that look in one place or in both, and how the series grows and ages. A document is copied, the copy is read
 * back and compared, and only then is the original deleted, if it is still the one that was copied: so it is never in
 * neither place. Knows nothing of the collection's public face.
 */
@NullMarked
package dev.leat.datastore.archive;

import org.jspecify.annotations.NullMarked;
