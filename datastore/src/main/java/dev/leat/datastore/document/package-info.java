/**
 * Documents of one collection by their id: read, written, replaced if unchanged, deleted. Knows neither searches nor schemas.
 */
@NullMarked
package dev.leat.datastore.document;

import org.jspecify.annotations.NullMarked;
