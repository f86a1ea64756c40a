/**
 * A whole sync at work: opens the stores that a configuration names, makes pairs of them, and works on all pairs at once,
 * none stopping another. Knows every other package of the module; what is decided for a key it leaves to {@code sync}.
 */
@NullMarked
package dev.leat.cassandra.service;

import org.jspecify.annotations.NullMarked;
