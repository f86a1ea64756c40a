package dev.leat.app.command;

import dev.leat.app.config.CacheDirectory;
import dev.leat.app.load.Destination;
import dev.leat.app.load.LetterFile;
import dev.leat.app.load.Load;
import dev.leat.app.load.LoadRequest;
import dev.leat.app.load.LoadRequest.OnError;
import dev.leat.app.load.LoadRequest.Start;
import dev.leat.app.load.LoadTarget;
import dev.leat.app.load.WriteRule;
import dev.leat.app.load.WriteRule.Operation;
import dev.leat.app.scan.ExportManifest;
import dev.leat.app.schema.IndexSchema;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.app.terminal.Quantity;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat load}: imports a file. */
@Command(
        name = "load",
        customSynopsis = {"leat load FILE|DIR|- INDEX [OPTIONS]", "       leat load DIR [OPTIONS]"},
        description =
                "Imports NDJSON, plain, gzip or zstd: a document a line, or lines of 'scan --with-meta', of the bulk API,"
                        + " or of a file of rejected documents. The first line decides. The index is made if it is not there.",
        footer = {
            "",
            "Examples:",
            "  leat load books.ndjson books --id-field isbn",
            "  leat load books.ndjson copy --create-from books.schema.json --refresh",
            "  leat load backup/ books",
            "  leat load backup/",
            "  leat load prices.ndjson.zst books --op update --id-field isbn --rate 500",
            "  leat load - logs --on-error skip < logs.gz",
            "",
            "Without --id-field the ids come from the content of the file and the place of the line, so that a second",
            "load changes nothing, also when the file has grown. An interrupted load goes on where it was. Documents",
            "that are rejected go to FILE.rejected.ndjson, each with the reason, and the exit code is 3: mend them and",
            "load that file."
        })
final class LoadCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "FILE|DIR|-",
            description = "what to load; a folder of 'scan -o DIR/'; '-' is standard input")
    private String input = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "INDEX",
            description = "where to; an index or an alias of one; without it, an exported folder or rejected documents"
                    + " go where they belong")
    @Nullable
    private String index;

    @Option(names = "--id-field", paramLabel = "F", defaultValue = "", description = "field that holds the id")
    private String idField = "";

    @Option(
            names = "--create-from",
            paramLabel = "SCHEMA",
            description = "make the index from this file of 'scan --schema'")
    @Nullable
    private Path schema;

    @Option(
            names = "--on-error",
            paramLabel = "stop|skip",
            defaultValue = "stop",
            description = "what a malformed line does (default: stop)")
    private OnError onError = OnError.STOP;

    @Option(
            names = "--op",
            paramLabel = "OP",
            defaultValue = "index",
            description = "index, create, update or delete the document of each line (default: index)")
    private Operation operation = Operation.INDEX;

    @Option(
            names = "--version-field",
            paramLabel = "F",
            defaultValue = "",
            description = "field that holds the version: only what is newer than in the index is written")
    private String versionField = "";

    @Option(names = "--pipeline", paramLabel = "P", description = "ingest pipeline that the documents go through")
    @Nullable
    private String pipeline;

    @Option(names = "--rate", paramLabel = "N", description = "at most N documents a second")
    @Nullable
    private Integer rate;

    @Option(names = "--restart", description = "begin at the beginning, also if an earlier load was interrupted")
    private boolean restart;

    @Option(names = "--refresh", description = "make the documents visible to searches before it ends")
    private boolean refresh;

    LoadCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        WriteRule rule = new WriteRule(operation, versionField, pipeline);
        if (rate != null && rate < 1) {
            throw new ConfigException("--rate", "must be at least 1 document a second, but is " + rate);
        }
        List<LoadInput> inputs = LoadInput.of(input);
        Destination destination = destination();
        try (Cluster cluster = session.connect()) {
            List<LoadTarget> targets = prepare(cluster, destination, rule);
            Path state = LoadTarget.stateFolder(CacheDirectory.of(session.environment()), targets);
            LoadTotals totals = new LoadTotals();
            String task = "load " + destination.name();
            try (ClosableProgress progress = ProgressBars.open(session.terminal(), task, "MB", 1_000_000)) {
                progress.total(LoadInput.bytes(inputs));
                for (LoadInput next : inputs) {
                    totals.add(new Load(cluster, request(next, rule, destination, state), progress).run());
                    if (totals.failure() != null) {
                        break;
                    }
                }
            }
            if (totals.failure() == null && refresh) {
                targets.forEach(LoadTarget::refresh);
            }
            return conclude(totals, destination);
        }
    }

    /** The index that is named, or those that a folder was exported from or dead letters were meant for. */
    private Destination destination() throws IOException {
        if (index != null) {
            return new Destination.One(index);
        }
        Path folder = Path.of(input);
        if (!isFolder()) {
            Set<String> indices = input.equals("-") ? Set.of() : LetterFile.indices(folder);
            if (indices.isEmpty()) {
                throw new ConfigException("INDEX", "is missing: name the index to load into");
            }
            return new Destination.Origins(indices);
        }
        ExportManifest manifest = ExportManifest.find(folder).orElseThrow();
        List<String> indices = manifest.indices();
        if (indices.size() == 1) {
            return new Destination.One(indices.getFirst());
        }
        if (!manifest.content().meta()) {
            throw new ConfigException(
                    "INDEX",
                    "is missing: " + folder + " holds documents of " + indices.size()
                            + " indices and does not say which are whose; export with --with-meta to load all back");
        }
        return new Destination.Origins(Set.copyOf(indices));
    }

    private boolean isFolder() {
        return !input.equals("-") && Files.isDirectory(Path.of(input));
    }

    private List<LoadTarget> prepare(Cluster cluster, Destination destination, WriteRule rule) throws IOException {
        if (schema != null && destination.indices().size() > 1) {
            throw new ConfigException("--create-from", "makes one index; name it, or leave the option out");
        }
        List<LoadTarget> targets = new ArrayList<>();
        Set<String> aliases = new HashSet<>();
        for (String name : new TreeSet<>(destination.indices())) {
            LoadTarget target = new LoadTarget(cluster, name);
            aliases.addAll(prepare(target, rule, schema(destination, name), aliases));
            targets.add(target);
        }
        return targets;
    }

    /** The schema that is named, or the one of an exported folder. */
    private Optional<IndexSchema> schema(Destination destination, String name) throws IOException {
        if (schema != null) {
            return Optional.of(IndexSchema.read(schema));
        }
        if (!isFolder()) {
            return Optional.empty();
        }
        SchemaFiles files = new SchemaFiles(Path.of(input));
        return switch (destination) {
            case Destination.One one -> files.find();
            case Destination.Origins origins -> files.find(name);
        };
    }

    private LoadRequest request(LoadInput next, WriteRule rule, Destination destination, Path state) {
        return new LoadRequest(
                next.file(),
                session.terminal().in(),
                next.sha256(),
                destination,
                idField,
                rule,
                onError,
                restart ? Start.ANEW : Start.RESUME,
                rate == null ? Integer.MAX_VALUE : rate,
                state);
    }

    private Set<String> prepare(LoadTarget target, WriteRule rule, Optional<IndexSchema> from, Set<String> shared) {
        String through = rule.pipeline();
        if (through != null) {
            target.requirePipeline(through);
        }
        if (index == null && !isFolder()) {
            // Dead letters do not know how their index was made.
            target.requirePresent();
            return Set.of();
        }
        return switch (rule.operation()) {
            case INDEX, CREATE -> target.create(from, shared, session.terminal()::note);
            case UPDATE, DELETE -> {
                target.requirePresent();
                yield Set.of();
            }
        };
    }

    private int conclude(LoadTotals totals, Destination destination) {
        if (totals.resumedAtLine() > 0) {
            session.terminal()
                    .note("Went on after line " + Quantity.count(totals.resumedAtLine())
                            + ", where an earlier load had come to; --restart begins anew");
        }
        session.print(totals.summary(destination.name()));
        LeatException failure = totals.failure();
        if (failure instanceof CancelledException) {
            throw new CancelledException("the load was interrupted; run the same command again to go on", null);
        }
        if (failure != null) {
            throw failure;
        }
        if (totals.letters().isEmpty()) {
            return ExitCode.DONE.number();
        }
        session.terminal()
                .note("leat: some documents were rejected; each is in "
                        + totals.letters().stream().map(Path::toString).collect(Collectors.joining(", "))
                        + " with the reason: mend them and load that file");
        return ExitCode.REJECTED.number();
    }
}
