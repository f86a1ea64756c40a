@NullMarked
package dev.leat.sources.mysql;

import org.jspecify.annotations.NullMarked;
