/**
 * The source {@code dir}: files below a folder, with their text. Walks folders in a fixed order, so that an unfinished
 * run goes on where it stopped. Knows text extraction through its interface only, and nothing of other sources.
 */
@NullMarked
package dev.leat.sources.dir;

import org.jspecify.annotations.NullMarked;
