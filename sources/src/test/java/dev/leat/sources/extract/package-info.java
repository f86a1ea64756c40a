@NullMarked
package dev.leat.sources.extract;

import org.jspecify.annotations.NullMarked;
