package dev.leat.app.command;

import dev.leat.app.file.AtomicFile;
import dev.leat.app.file.Compression;
import dev.leat.app.scan.FileExport;
import dev.leat.app.scan.NdjsonFormat;
import dev.leat.app.schema.IndexSchema;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.app.terminal.Summary;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.Slicing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code leat scan}: exports an index as NDJSON. */
@Command(
        name = "scan",
        customSynopsis = "leat scan INDEX [OPTIONS]",
        description = "Exports an index: one document a line, its source verbatim, in no particular order.",
        footer = {
            "",
            "Examples:",
            "  leat scan books -o books.ndjson",
            "  leat scan books -o books.ndjson.zst",
            "  leat scan books --query 'year:>1990 AND genre:crime' --fields title,year | jq .title",
            "  leat scan books -o books.ndjson --with-meta --schema books.schema.json",
            "",
            "The export is a snapshot: what is written meanwhile is not in it. A file appears when it is",
            "complete. The summary goes to standard error; with --json and -o FILE to standard output."
        })
final class ScanCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "INDEX", description = "index, alias or pattern; several with commas")
    private String index = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|-",
            defaultValue = "-",
            description = "where to (default: standard output); compressed if it ends with .gz or .zst")
    private String output = "-";

    @Option(names = "--with-meta", description = "wrap each document: {\"_index\",\"_id\",\"_routing\",\"_source\"}")
    private boolean withMeta;

    @Option(names = "--schema", paramLabel = "FILE", description = "save mapping, settings and aliases as well")
    @Nullable
    private Path schema;

    @Option(names = "--query", paramLabel = "LUCENE|@FILE", description = "only what matches; @FILE: a JSON query")
    @Nullable
    private String query;

    @Option(names = "--fields", paramLabel = "F,…", split = ",", description = "only these fields; patterns work")
    @Nullable
    private List<String> fields;

    @Option(names = "--slices", paramLabel = "N", description = "cut the work into N parts (default: as it needs)")
    @Nullable
    private Integer slices;

    @Option(names = "--slice-docs", paramLabel = "N", description = "or into parts of N documents at most")
    @Nullable
    private Long sliceDocuments;

    @Option(names = "--limit", paramLabel = "N", description = "at most N documents")
    @Nullable
    private Long limit;

    ScanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        ScanRequest request = request();
        try (Cluster cluster = session.connect()) {
            if (schema != null) {
                IndexSchema.of(cluster, index).write(schema);
            }
            FileExport.Report report = output.equals("-") ? toPipe(cluster, request) : toFile(cluster, request);
            summarize(report);
            return ExitCode.DONE.number();
        } catch (BrokenPipe nobodyReads) {
            // As for every program in a pipe: that the reader has enough is no failure.
            return ExitCode.DONE.number();
        }
    }

    private ScanRequest request() throws IOException {
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

    private FileExport.Report toFile(Cluster cluster, ScanRequest request) throws IOException {
        try (AtomicFile file = AtomicFile.open(Path.of(output))) {
            FileExport.Report report = export(cluster, request, file.out());
            file.complete();
            return report;
        }
    }

    private FileExport.Report toPipe(Cluster cluster, ScanRequest request) throws IOException {
        try (OutputStream out = new PipeStream(session.terminal().rawOut())) {
            return export(cluster, request, out);
        }
    }

    private FileExport.Report export(Cluster cluster, ScanRequest request, OutputStream out) throws IOException {
        try (ClosableProgress progress = ProgressBars.open(session.terminal(), "scan " + index, "docs", 1)) {
            return new FileExport(cluster, progress)
                    .run(
                            request,
                            withMeta ? NdjsonFormat.WITH_META : NdjsonFormat.SOURCE,
                            Compression.ofName(output),
                            out);
        }
    }

    private void summarize(FileExport.Report report) {
        Summary summary = new Summary()
                .add("documents", report.documents())
                .addBytes("bytes", report.bytes())
                .addRate(report.documents(), report.duration())
                .add("slices", report.slices())
                .add("output", output, output.equals("-") ? "standard output" : output);
        boolean toPrograms = session.options().json() && !output.equals("-");
        summary.print(toPrograms ? session.terminal().out() : session.terminal().err(), session.format());
    }
}
