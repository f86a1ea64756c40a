/** Tests of the heart, with models of both stores and of the ledger that live in memory. */
@NullMarked
package dev.leat.cassandra.sync;

import org.jspecify.annotations.NullMarked;
