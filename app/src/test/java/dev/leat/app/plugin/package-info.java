/** Jars that bring sources of their own, made as their authors make them. */
@NullMarked
package dev.leat.app.plugin;

import org.jspecify.annotations.NullMarked;
