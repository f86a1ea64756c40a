/**
 * A real Elasticsearch and a real Cassandra on this machine, as processes of their own, without Docker: fetched once,
 * cached, started on free ports, stopped cleanly. {@link dev.leat.local.LocalElasticsearch} and
 * {@link dev.leat.local.LocalCassandra} are the doors; behind them stand the distribution (what is fetched, from where,
 * how it is verified), the machine (user, directories, JDKs) and the node (its files, its processes, its interface). Knows nothing of the other modules of Leat and needs no client library.
 */
@NullMarked
package dev.leat.local;

import org.jspecify.annotations.NullMarked;
