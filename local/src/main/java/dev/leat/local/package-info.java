/**
 * A real Elasticsearch on this machine, as a process of its own, without Docker: fetched once, cached, started on free
 * ports, stopped cleanly. Knows nothing of the other modules of Leat and needs no client library.
 */
@NullMarked
package dev.leat.local;

import org.jspecify.annotations.NullMarked;
