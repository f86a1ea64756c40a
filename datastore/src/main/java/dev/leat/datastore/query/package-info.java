/**
 * Searches and what is computed from them, and the access filter that narrows them all alike.
 */
@NullMarked
package dev.leat.datastore.query;

import org.jspecify.annotations.NullMarked;
