/** Tests of what the sync remembers. */
@NullMarked
package dev.leat.cassandra.ledger;

import org.jspecify.annotations.NullMarked;
