package dev.leat.benchmarks;

import dev.leat.benchmarks.BenchmarkOptions.Download;
import dev.leat.benchmarks.BenchmarkOptions.Placement;
import dev.leat.benchmarks.BenchmarkOptions.Tuning;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that runs the benchmarks a person asks for, one after the other, and prints what came out. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures Leat side by side with its limits and its peers.",
            "Results are Markdown on standard output; how it goes is told on standard error."
        },
        footer = {"", "Example: benchmarks/run load scan --documents 500000 --runs 5"})
final class Benchmarks implements Callable<Integer> {

    private static final String OPERATIONS = "get,save,bulk,update,search,stream";
    private static final String SOURCES = "postgresql,mysql,mongodb";
    private static final String PARTS = "to-index,to-table,idle,lag";

    /** What can be measured. */
    enum Subject {
        load,
        scan,
        mirror,
        connectors,
        sync,
        datastore,
        spark,
        startup
    }

    @Parameters(arity = "1..*", paramLabel = "BENCHMARK", description = "One or more of: ${COMPLETION-CANDIDATES}.")
    List<Subject> subjects = List.of();

    @Option(names = "--documents", defaultValue = "500000", description = "How many documents (${DEFAULT-VALUE}).")
    int documents;

    @Option(names = "--size", defaultValue = "400", description = "Bytes of a document (${DEFAULT-VALUE}).")
    int size;

    @Option(names = "--runs", defaultValue = "5", description = "Measured runs of each contender (${DEFAULT-VALUE}).")
    int runs;

    @Option(names = "--warm-ups", defaultValue = "2", description = "Runs before that do not count (${DEFAULT-VALUE}).")
    int warmUps;

    @Option(
            names = "--shards",
            split = ",",
            defaultValue = "1,3",
            description = "Shards of the index (${DEFAULT-VALUE}).")
    List<Integer> shards = List.of();

    @Option(
            names = "--no-tuning",
            description =
                    "Take known settings for the raw peers instead of searching for the best: quicker, less sure.")
    boolean withoutTuning;

    @Option(names = "--download", description = "Let startup measure the first download of Elasticsearch as well.")
    boolean download;

    @Option(
            names = "--apart",
            description = {
                "Give half of the processors to the server and half to the client,",
                "as if each had a machine of its own (needs taskset)."
            })
    boolean apart;

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            description = "Measure this cluster, plain HTTP, instead of a node of our own.")
    @Nullable
    URI elasticsearch;

    @Option(
            names = "--node-heap",
            defaultValue = "2048",
            description = "Heap of our own node in MB (${DEFAULT-VALUE}).")
    int nodeHeap;

    @Option(
            names = "--operations",
            split = ",",
            defaultValue = OPERATIONS,
            description = "What datastore measures (${DEFAULT-VALUE}).")
    List<String> operations = List.of();

    @Option(
            names = "--sources",
            split = ",",
            defaultValue = SOURCES,
            description = "Which connectors are measured (${DEFAULT-VALUE}).")
    List<String> sources = List.of();

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = PARTS,
            description = "What sync measures (${DEFAULT-VALUE}).")
    List<String> parts = List.of();

    @Option(
            names = "--fork-option",
            paramLabel = "FLAG",
            description = "A flag for each Java that datastore measures in, for profiling; may be repeated.")
    List<String> forkOptions = List.of();

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "Where data goes meanwhile (default: a temporary folder).")
    @Nullable
    Path work;

    @Option(
            names = "--quiet",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "Wait at most so long for an otherwise idle machine before each contest (${DEFAULT-VALUE}).")
    int quiet;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Measure only the limit and contenders whose names hold this text; for profiling.")
    String only = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final PrintStream out;
    private final PrintStream log;

    private Benchmarks(PrintStream out, PrintStream log) {
        this.out = out;
        this.log = log;
    }

    @SuppressWarnings("SystemExit") // the one place where this program ends
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream log = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Benchmarks(out, log))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireKnown("--operations", operations, OPERATIONS);
        requireKnown("--sources", sources, SOURCES);
        requireKnown("--parts", parts, PARTS);
        Path folder = Files.createTempDirectory(
                work == null ? Path.of(System.getProperty("java.io.tmpdir")) : work, "leat-benchmarks-");
        // The node does not run as root, and must get to its data.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        StringBuilder report = new StringBuilder();
        try {
            BenchmarkOptions options = options(folder);
            try (ServerOnDemand server = new ServerOnDemand(options, log)) {
                Bench bench = new Bench(options, server, log, report);
                report.append(Machine.describe());
                if (apart) {
                    report.append("Server and client have half of the processors each.\n");
                }
                for (Subject subject : subjects) {
                    run(subject, bench);
                }
            }
        } finally {
            out.println(report);
            delete(folder);
        }
        return 0;
    }

    private void requireKnown(String option, List<String> named, String known) {
        for (String name : named) {
            if (!List.of(known.split(",", -1)).contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), option + ": there is no '" + name + "'; there are " + known);
            }
        }
    }

    private void run(Subject subject, Bench bench) throws IOException, InterruptedException {
        switch (subject) {
            case load -> new LoadBenchmark(bench).run();
            case scan -> new ScanBenchmark(bench).run();
            case mirror -> {
                requireLeat(bench);
                new MirrorBenchmark(bench).run();
            }
            case connectors -> new ConnectorBenchmark(bench).run();
            case sync -> new SyncBenchmark(bench).run();
            case datastore -> new DatastoreBenchmark(bench).run();
            case spark -> new SparkBenchmark(bench, requireSpark()).run();
            case startup -> new StartupBenchmark(bench, requireLeat(bench)).run();
        }
    }

    private static Path requireLeat(Bench bench) throws IOException {
        Path leat = bench.options().leat();
        if (leat == null) {
            throw new IOException("this needs an assembled distribution: run benchmarks/run");
        }
        return leat;
    }

    private static Path requireSpark() throws IOException {
        String folder = System.getProperty("leat.spark");
        if (folder == null || folder.isEmpty()) {
            throw new IOException("this needs two Sparks: run benchmarks/run spark");
        }
        return Path.of(folder);
    }

    private BenchmarkOptions options(Path folder) {
        String leat = System.getProperty("leat.command");
        return new BenchmarkOptions(
                documents,
                size,
                runs,
                warmUps,
                shards,
                elasticsearch,
                nodeHeap,
                leat == null || leat.isEmpty() ? null : Path.of(leat),
                folder,
                quiet,
                only,
                operations,
                sources,
                parts,
                forkOptions,
                withoutTuning ? Tuning.GIVEN : Tuning.SEARCHED,
                download ? Download.MEASURED : Download.LEFT_OUT,
                apart ? Placement.APART : Placement.TOGETHER);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
