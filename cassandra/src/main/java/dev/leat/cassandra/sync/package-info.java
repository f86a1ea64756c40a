/**
 * The convergent heart of a sync: what is decided for a key when both stores and the ledger have been read, in which
 * order it is written, how changed keys are found, and how several instances stand by for each other. It knows both
 * stores only as the ports {@code TableSide}, {@code IndexSide} and {@code Ledger}: no driver, no client, no JSON.
 */
@NullMarked
package dev.leat.cassandra.sync;

import org.jspecify.annotations.NullMarked;
