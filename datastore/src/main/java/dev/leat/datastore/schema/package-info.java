/**
 * The indices behind a collection: generations behind an alias, what would have to change, and how it is changed.
 */
@NullMarked
package dev.leat.datastore.schema;

import org.jspecify.annotations.NullMarked;
