/**
 * What every part of Leat shares: the kinds of errors, secrets and credentials, back-off, progress and dead letters.
 * Knows nothing of what is built on it.
 */
@NullMarked
package dev.leat.elastic;

import org.jspecify.annotations.NullMarked;
