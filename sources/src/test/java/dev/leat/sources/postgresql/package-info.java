@NullMarked
package dev.leat.sources.postgresql;

import org.jspecify.annotations.NullMarked;
