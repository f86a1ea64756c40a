@NullMarked
package dev.leat.sources.dir;

import org.jspecify.annotations.NullMarked;
