@NullMarked
package dev.leat.sources.pattern;

import org.jspecify.annotations.NullMarked;
