/**
 * The words of exceptions that come from drivers and clients, made fit for people. Knows no source and nothing of
 * syncs.
 */
@NullMarked
package dev.leat.sources.failure;

import org.jspecify.annotations.NullMarked;
