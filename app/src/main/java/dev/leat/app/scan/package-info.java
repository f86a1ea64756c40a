/**
 * Exports an index to a file or a pipe, a document a line, and its schema beside it. Knows files and the index scan; knows
 * no command line.
 */
@NullMarked
package dev.leat.app.scan;

import org.jspecify.annotations.NullMarked;
