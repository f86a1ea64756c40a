package dev.leat.app.command;

import dev.leat.app.parquet.Column;
import dev.leat.app.parquet.OnMismatch;
import dev.leat.app.parquet.ParquetEncoding;
import dev.leat.app.parquet.ParquetPlan;
import dev.leat.app.parquet.ParquetSchema;
import dev.leat.app.scan.ExportManifest.Content;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.ScanRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The layout of Parquet files; apart from others, so that only such an export loads Parquet's classes. */
final class ParquetLayout {

    private static final long MOST_GROUP_BYTES = 128L << 20;

    /** What part of the heap the rows of one file may take before they are compressed and written. */
    private static final int SHARE_OF_HEAP = 16;

    /** So many files may be under way in a folder. */
    private static final int FILES_AT_A_TIME = 4;

    private ParquetLayout() {}

    static ScanLayout of(ScanOptions options, Cluster cluster, ScanRequest request, Optional<Content> earlier) {
        ParquetOptions own = options.parquet;
        ParquetPlan plan = new ParquetPlan(
                options.fields,
                own.arrayFields(),
                own.sampleDocuments(),
                options.withMeta ? ParquetSchema.Meta.WITH : ParquetSchema.Meta.WITHOUT,
                switch (own.onMismatch()) {
                    case FAIL -> OnMismatch.FAIL;
                    case JSON -> OnMismatch.JSON;
                });
        ParquetSchema schema = earlier.flatMap(content -> Optional.ofNullable(content.schema()))
                .map(held -> plan.schema(List.of(Json.MAPPER.treeToValue(held.path("columns"), Column[].class))))
                .orElseGet(() -> plan.schema(cluster, request));
        JsonNode remembered = Json.MAPPER.valueToTree(schema);
        return new ScanLayout(
                new ParquetEncoding(schema, options.compression(), groupBytes(options)), null, remembered);
    }

    private static long groupBytes(ScanOptions options) {
        long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
        return Math.min(MOST_GROUP_BYTES, options.toFolder() ? share / FILES_AT_A_TIME : share);
    }
}
