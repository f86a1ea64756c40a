package dev.leat.spark.read;

import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.Slicing;
import dev.leat.spark.option.ReadOptions;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that decides which documents are read, and what of them. Two equal plans read the same.
 *
 * @param query as JSON, with the filters that were pushed down; null for all documents
 * @param limit at most that many documents
 */
record ReadPlan(
        ReadOptions options,
        RowPlan rows,
        Projection projection,
        @Nullable String query,
        long limit) implements Serializable {

    /** @param parallelism how many partitions are read at the same time */
    ScanRequest request(int parallelism) {
        Slicing slicing = options.slicing();
        return request(slicing == null ? new Slicing.Automatic(parallelism) : slicing);
    }

    ScanRequest request(Slicing slicing) {
        return ScanRequest.of(options.index())
                .withQuery(query)
                .withProjection(projection)
                .withDocValueFields(rows.has(Metadata.VERSION) ? List.of("_version") : List.of())
                .withSlicing(slicing)
                .withKeepAlive(options.keepAlive())
                .withLimit(limit);
    }
}
