/**
 * The schema of an index as a file, which one command saves and another makes an index from. Knows no command line.
 */
@NullMarked
package dev.leat.app.schema;

import org.jspecify.annotations.NullMarked;
