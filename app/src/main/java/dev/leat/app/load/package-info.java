/**
 * Imports lines from a file or a pipe into an index, so that nothing is lost, nothing is doubled by a second run, and an
 * interrupted run goes on where it was. Knows files and the bulk writer; knows no command line.
 */
@NullMarked
package dev.leat.app.load;

import org.jspecify.annotations.NullMarked;
