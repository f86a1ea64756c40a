/** The journey of every source through the connectors service, and what it needs on the way. */
@NullMarked
package dev.leat.sources.journey;

import org.jspecify.annotations.NullMarked;
