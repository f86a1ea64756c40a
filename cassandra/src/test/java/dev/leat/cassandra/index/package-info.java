/** Tests of the Elasticsearch side. */
@NullMarked
package dev.leat.cassandra.index;

import org.jspecify.annotations.NullMarked;
