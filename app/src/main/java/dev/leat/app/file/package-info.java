/**
 * Files as exports and imports need them: written whole or not at all, and compressed. Knows neither Elasticsearch nor
 * what is in a file.
 */
@NullMarked
package dev.leat.app.file;

import org.jspecify.annotations.NullMarked;
