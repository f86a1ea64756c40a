@NullMarked
package dev.leat.sources.sqlite;

import org.jspecify.annotations.NullMarked;
