/**
 * What the sync remembers, in Elasticsearch indices of its own: what both sides of a pair agreed on, who works on it and
 * how far it is, and what could not be brought to the other side. Knows the ports of {@code sync} and how {@code index}
 * reads and writes documents.
 */
@NullMarked
package dev.leat.cassandra.ledger;

import org.jspecify.annotations.NullMarked;
