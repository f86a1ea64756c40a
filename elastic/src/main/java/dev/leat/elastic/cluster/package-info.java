/**
 * The connection to an Elasticsearch cluster: nodes, TLS, credentials, and the retry engine that decides by operation
 * and failure what may be sent again. Bulk writing and scanning are built on it; it knows nothing of them.
 */
@NullMarked
package dev.leat.elastic.cluster;

import org.jspecify.annotations.NullMarked;
