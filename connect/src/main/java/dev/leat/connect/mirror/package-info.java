/**
 * The mirror engine: brings an index in line with a data source by a full sync. Skips what has not changed, writes the
 * rest, deletes what is gone where the listing was complete, and goes on after a crash where it was.
 *
 * <p>One run is a {@code Run} of {@code ScopeRun}s. What the run knows of every id is in the {@code Ledger}, a
 * memory-mapped {@code IdTable}; what it has achieved for good is in the {@code Journal}. Knows nothing of particular
 * sources, of commands, or of the connector protocol.
 */
@NullMarked
package dev.leat.connect.mirror;

import org.jspecify.annotations.NullMarked;
