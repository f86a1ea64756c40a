@NullMarked
package dev.leat.sources.sql;

import org.jspecify.annotations.NullMarked;
