package dev.leat.app.command;

import dev.leat.app.file.AtomicFile;
import dev.leat.app.scan.Encoding;
import dev.leat.app.scan.ExportManifest;
import dev.leat.app.scan.FileExport;
import dev.leat.app.scan.FolderExport;
import dev.leat.app.scan.FolderExport.Existing;
import dev.leat.app.scan.Recount;
import dev.leat.app.schema.IndexSchema;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.app.terminal.Summary;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.ScanRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leat scan}: exports an index. */
@Command(
        name = "scan",
        customSynopsis = "leat scan INDEX [OPTIONS]",
        description =
                "Exports an index: one document a line, its source verbatim, in no particular order; or a table, as CSV"
                        + " or Parquet.",
        footer = {
            "",
            "Examples:",
            "  leat scan books -o books.ndjson.zst",
            "  leat scan books -o books.csv --fields title,year,author.name",
            "  leat scan books -o books.parquet --array-fields tags",
            "  leat scan books --query 'year:>1990 AND genre:crime' --fields title,year | jq .title",
            "  leat scan books -o backup/ --with-meta --compress zstd --verify",
            "  leat scan books -o backup/ --with-meta --compress zstd --resume",
            "",
            "The export is a snapshot: what is written meanwhile is not in it. A file appears when it is",
            "complete. A folder also gets the schema of each index, so that 'leat load backup/' brings all back.",
            "The summary goes to standard error; with --json and -o to standard output."
        })
final class ScanCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final ScanOptions options = new ScanOptions();

    @Option(names = "--schema", paramLabel = "FILE", description = "save mapping, settings and aliases as well")
    @Nullable
    private Path schema;

    @Option(names = "--resume", description = "go on with the export that a folder holds a part of")
    private boolean resume;

    @Option(names = "--verify", description = "read what was written again: count it, and compare checksums")
    private boolean verify;

    ScanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        ScanRequest request = options.request();
        requireSense();
        try (Cluster cluster = session.connect()) {
            if (schema != null) {
                IndexSchema.of(cluster, options.index).write(schema);
            }
            if (options.toFolder()) {
                toFolder(cluster, request);
            } else {
                toFile(cluster, request);
            }
            return ExitCode.DONE.number();
        } catch (BrokenPipe nobodyReads) {
            // As for every program in a pipe: that the reader has enough is no failure.
            return ExitCode.DONE.number();
        }
    }

    private void requireSense() {
        if (resume && !options.toFolder()) {
            throw new ConfigException("--resume", "goes with a folder only: -o DIR/");
        }
        if (resume && options.limit != null) {
            throw new ConfigException("--resume", "does not go with --limit; leave one out");
        }
        if (verify && options.toPipe()) {
            throw new ConfigException("--verify", "has nothing to read again: write into a file or a folder, -o");
        }
    }

    private void toFile(Cluster cluster, ScanRequest request) throws IOException {
        Encoding encoding =
                ScanLayout.of(options, cluster, request, Optional.empty()).encoding();
        FileExport.Report report = options.toPipe()
                ? intoPipe(cluster, request, encoding)
                : intoFile(cluster, request, encoding, Path.of(options.output));
        noteLeftOut(encoding);
        print(new Summary()
                .add("documents", report.documents())
                .addBytes("bytes", report.bytes())
                .addRate(report.documents(), report.duration())
                .add("slices", report.slices()));
    }

    private FileExport.Report intoPipe(Cluster cluster, ScanRequest request, Encoding encoding) throws IOException {
        try (OutputStream out = new PipeStream(session.terminal().rawOut())) {
            return export(cluster, request, encoding, out);
        }
    }

    private FileExport.Report intoFile(Cluster cluster, ScanRequest request, Encoding encoding, Path path)
            throws IOException {
        FileExport.Report report;
        try (AtomicFile file = AtomicFile.open(path)) {
            report = export(cluster, request, encoding, file.out());
            file.complete();
        }
        if (verify) {
            new Recount(encoding.counter()).requireFile(path, report.documents());
        }
        return report;
    }

    private FileExport.Report export(Cluster cluster, ScanRequest request, Encoding encoding, OutputStream out)
            throws IOException {
        try (ClosableProgress progress = progress("scan ")) {
            return new FileExport(cluster, progress).run(request, encoding, out);
        }
    }

    private ClosableProgress progress(String task) {
        return ProgressBars.open(session.terminal(), task + options.index, "docs", 1);
    }

    private void toFolder(Cluster cluster, ScanRequest request) throws IOException {
        Path folder = Path.of(options.output);
        long start = System.nanoTime();
        Optional<ExportManifest.Content> earlier =
                resume ? ExportManifest.find(folder).map(ExportManifest::content) : Optional.empty();
        ScanLayout layout = ScanLayout.of(options, cluster, request, earlier);
        Encoding encoding = layout.encoding();
        ExportManifest manifest = export(cluster, request, folder, encoding, options.content(request, layout));
        noteLeftOut(encoding);
        if (verify) {
            try (ClosableProgress progress = progress("verify ")) {
                progress.total(manifest.documents());
                new Recount(encoding.counter()).requireFolder(folder, manifest, progress);
            }
        }
        print(new Summary()
                .add("documents", manifest.documents())
                .addBytes("bytes", manifest.bytes())
                .addRate(manifest.documents(), Duration.ofNanos(System.nanoTime() - start))
                .add("parts", manifest.parts().size())
                .add("snapshots", manifest.snapshots().size()));
    }

    private ExportManifest export(
            Cluster cluster, ScanRequest request, Path folder, Encoding encoding, ExportManifest.Content content)
            throws IOException {
        try (ClosableProgress progress = progress("scan ")) {
            FolderExport export = new FolderExport(cluster, folder, encoding, progress, InstantSource.system());
            ExportManifest manifest = export.run(request, content, resume ? Existing.RESUME : Existing.REFUSE);
            new SchemaFiles(folder).save(cluster, manifest.indices());
            return manifest;
        } catch (CancelledException e) {
            throw new CancelledException("the export was interrupted; run the same command with --resume to go on", e);
        }
    }

    private void noteLeftOut(Encoding encoding) {
        if (!encoding.leftOut().isEmpty()) {
            session.terminal()
                    .note("leat: fields that are not mapped have no column, such as "
                            + String.join(", ", encoding.leftOut()) + "; name the columns with --fields");
        }
    }

    private void print(Summary summary) {
        summary.add("output", options.output, options.toPipe() ? "standard output" : options.output);
        boolean toPrograms = session.options().json() && !options.toPipe();
        summary.print(toPrograms ? session.terminal().out() : session.terminal().err(), session.format());
    }
}
