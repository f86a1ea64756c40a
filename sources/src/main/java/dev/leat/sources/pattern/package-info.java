/** Patterns for the paths of files, for every source that has files. Knows nothing of any source. */
@NullMarked
package dev.leat.sources.pattern;

import org.jspecify.annotations.NullMarked;
