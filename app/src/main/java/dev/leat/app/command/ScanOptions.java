package dev.leat.app.command;

import dev.leat.app.file.Compression;
import dev.leat.app.scan.ExportFormat;
import dev.leat.app.scan.ExportManifest.Content;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.Slicing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What is to be exported, and as what. */
final class ScanOptions {

    /** How an export may be compressed. */
    enum Packing {
        NONE,
        GZIP,
        ZSTD
    }

    @Parameters(paramLabel = "INDEX", description = "index, alias or pattern; several with commas")
    String index = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|DIR/|-",
            defaultValue = "-",
            description = "where to (default: standard output); a folder gets a file a slice and a manifest")
    String output = "-";

    @Option(
            names = "--format",
            paramLabel = "ndjson|csv|parquet",
            description = "default: csv or parquet if the file is called so, else ndjson")
    @Nullable
    private ExportFormat format;

    @Option(
            names = "--compress",
            paramLabel = "gzip|zstd|none",
            description = "default: as .gz or .zst says; zstd for Parquet; else none")
    @Nullable
    private Packing packing;

    @Option(names = "--with-meta", description = "wrap each document: {\"_index\",\"_id\",\"_routing\",\"_source\"}")
    boolean withMeta;

    @Option(names = "--query", paramLabel = "LUCENE|@FILE", description = "only what matches; @FILE: a JSON query")
    @Nullable
    private String query;

    @Option(names = "--fields", paramLabel = "F,…", split = ",", description = "only these fields; patterns work")
    @Nullable
    List<String> fields;

    @Option(names = "--slices", paramLabel = "N", description = "cut the work into N parts (default: as it needs)")
    @Nullable
    private Integer slices;

    @Option(names = "--slice-docs", paramLabel = "N", description = "or into parts of N documents at most")
    @Nullable
    private Long sliceDocuments;

    @Option(names = "--limit", paramLabel = "N", description = "at most N documents")
    @Nullable
    Long limit;

    @Mixin
    final ParquetOptions parquet = new ParquetOptions();

    boolean toPipe() {
        return output.equals("-");
    }

    /** Whether the output is a folder: one that is there, or a name that ends like one. */
    boolean toFolder() {
        return !toPipe() && (output.endsWith("/") || Files.isDirectory(Path.of(output)));
    }

    ExportFormat format() {
        return format == null ? ExportFormat.ofName(output) : format;
    }

    Compression compression() {
        if (packing != null) {
            return Compression.valueOf(packing.name());
        }
        if (format() == ExportFormat.PARQUET) {
            return Compression.ZSTD;
        }
        return toFolder() ? Compression.NONE : Compression.ofName(output);
    }

    /** What a folder says of itself. */
    Content content(ScanRequest request, ScanLayout layout) {
        String wanted = request.query();
        return new Content(
                index,
                wanted == null ? null : Json.MAPPER.readTree(wanted),
                fields,
                format().word(),
                withMeta,
                layout.columns(),
                layout.schema(),
                compression().name().toLowerCase(Locale.ROOT));
    }

    ScanRequest request() throws IOException {
        boolean toParquet = format() == ExportFormat.PARQUET;
        parquet.requireSense(toParquet);
        if (toParquet && !toFolder() && Compression.ofName(output) != Compression.NONE) {
            throw new ConfigException(
                    "--output",
                    "a Parquet file is compressed inside; name it FILE.parquet, and choose with --compress");
        }
        if (slices != null && sliceDocuments != null) {
            throw new ConfigException("--slices", "given together with --slice-docs; leave one out");
        }
        try {
            ScanRequest request = ScanRequest.of(index).withQuery(queryJson());
            if (fields != null) {
                request = request.withProjection(new Projection.Fields(fields));
            }
            if (slices != null) {
                request = request.withSlicing(new Slicing.Count(slices));
            }
            if (sliceDocuments != null) {
                request = request.withSlicing(new Slicing.DocumentsPerSlice(sliceDocuments));
            }
            return limit == null ? request : request.withLimit(limit);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("", String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String queryJson() throws IOException {
        if (query == null) {
            return null;
        }
        if (!query.startsWith("@")) {
            return "{\"query_string\":{\"query\":" + Json.MAPPER.writeValueAsString(query) + "}}";
        }
        try {
            JsonNode read = Json.MAPPER.readTree(Files.readAllBytes(Path.of(query.substring(1))));
            // A whole search body holds the query under that name.
            return (read.has("query") && read.size() == 1 ? read.get("query") : read).toString();
        } catch (JacksonException e) {
            throw new ConfigException("--query", query.substring(1) + " is not JSON: " + e.getOriginalMessage());
        }
    }
}
