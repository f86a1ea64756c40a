@NullMarked
package dev.leat.sources;

import org.jspecify.annotations.NullMarked;
