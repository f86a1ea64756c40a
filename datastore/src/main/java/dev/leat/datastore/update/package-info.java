/**
 * Changes to single fields of stored documents: the operations, the one script that carries them out, and what came of
 * it.
 */
@NullMarked
package dev.leat.datastore.update;

import org.jspecify.annotations.NullMarked;
