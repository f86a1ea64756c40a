/**
 * Typed collections of mutable documents in Elasticsearch. A datastore is where to begin.
 */
@NullMarked
package dev.leat.datastore;

import org.jspecify.annotations.NullMarked;
