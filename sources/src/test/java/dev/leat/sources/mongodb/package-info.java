@NullMarked
package dev.leat.sources.mongodb;

import org.jspecify.annotations.NullMarked;
