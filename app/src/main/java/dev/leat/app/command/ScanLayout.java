package dev.leat.app.command;

import dev.leat.app.file.Compression;
import dev.leat.app.scan.CsvFormat;
import dev.leat.app.scan.Encoding;
import dev.leat.app.scan.ExportManifest.Content;
import dev.leat.app.scan.LineEncoding;
import dev.leat.app.scan.MappedFields;
import dev.leat.app.scan.NdjsonFormat;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.ScanRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the documents of one export are written.
 *
 * @param columns of a table; null for what has none
 * @param schema of columns with types; null for what has none
 */
record ScanLayout(
        Encoding encoding,
        @Nullable List<String> columns,
        @Nullable JsonNode schema) {

    /**
     * The layout that the options ask for.
     *
     * @param earlier of an export that goes on: it keeps its columns, whatever was mapped since
     */
    static ScanLayout of(ScanOptions options, Cluster cluster, ScanRequest request, Optional<Content> earlier) {
        Compression compression = options.compression();
        return switch (options.format()) {
            case NDJSON ->
                new ScanLayout(
                        LineEncoding.ndjson(
                                options.withMeta ? NdjsonFormat.WITH_META : NdjsonFormat.SOURCE, compression),
                        null,
                        null);
            case CSV -> csv(options, cluster, earlier);
            case PARQUET -> ParquetLayout.of(options, cluster, request, earlier);
        };
    }

    private static ScanLayout csv(ScanOptions options, Cluster cluster, Optional<Content> earlier) {
        List<String> columns = earlier.map(content -> Optional.ofNullable(content.columns()))
                .orElse(Optional.empty())
                .orElseGet(() -> MappedFields.columns(cluster, options.index, options.fields));
        CsvFormat table = new CsvFormat(columns, options.withMeta ? CsvFormat.Meta.WITH : CsvFormat.Meta.WITHOUT);
        return new ScanLayout(LineEncoding.csv(table, options.compression()), columns, null);
    }
}
