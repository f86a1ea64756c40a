/**
 * A real Elasticsearch on this machine, as a process of its own, without Docker: fetched once, cached, started on free
 * ports, stopped cleanly. {@link dev.leat.local.LocalElasticsearch} is the door; behind it stand the distribution (what
 * is fetched, from where, how it is verified), the machine (user, directories, JDKs) and the node (its files, its
 * processes, its HTTP interface). Knows nothing of the other modules of Leat and needs no client library.
 */
@NullMarked
package dev.leat.local;

import org.jspecify.annotations.NullMarked;
