package dev.leat.elastic.bulk;

import dev.leat.elastic.cluster.ElasticError;
import org.jspecify.annotations.Nullable;

/**
 * What a bulk answer says of one operation.
 *
 * @param result such as {@code created}; empty when there is an error
 */
record ItemResult(
        int status,
        String result,
        long version,
        long seqNo,
        long primaryTerm,
        @Nullable ElasticError error) {}
