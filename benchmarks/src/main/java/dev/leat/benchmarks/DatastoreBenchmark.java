package dev.leat.benchmarks;

import dev.leat.benchmarks.datastore.Fork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The datastore beside the official client, operation by operation. Each run is a fresh process that measures one of the
 * two; they alternate, and so does who comes first. The figures are the medians of the processes.
 */
final class DatastoreBenchmark {

    private static final String LEAT = "leat";
    private static final String CLIENT = "client";
    private static final String LEAT_INDEX = "datastore-leat-g0001";
    private static final String CLIENT_INDEX = "datastore-client";

    private final Bench bench;
    private final Path documents;
    private final Map<String, List<Figures>> measured = new LinkedHashMap<>();

    DatastoreBenchmark(Bench bench) {
        this.bench = bench;
        this.documents = bench.options().work().resolve("orders.ndjson");
    }

    /** What one operation took in one process: as {@link Fork} prints it. */
    private record Figures(double nanos, double bytes, double processorNanos) {}

    void run() throws IOException, InterruptedException {
        List<String> operations = bench.options().operations();
        bench.options().data().writeTo(documents);
        prepare();
        bench.settle();
        // The server has to warm up as well.
        for (int run = 0; run < bench.options().warmUps(); run++) {
            fork(LEAT, operations);
            fork(CLIENT, operations);
        }
        for (int run = 1; run <= bench.options().runs(); run++) {
            measure(run, run % 2 == 1 ? LEAT : CLIENT, operations);
            measure(run, run % 2 == 1 ? CLIENT : LEAT, operations);
        }
        Table table = new Table(
                "of one operation, " + bench.options().runs() + " processes each",
                "µs client",
                "µs leat",
                "ratio",
                "least – most",
                "B client",
                "B leat",
                "ratio",
                "CPU µs client",
                "CPU µs leat",
                "ratio");
        operations.forEach(operation -> table.add(row(operation)));
        bench.publish(table.toString());
    }

    /** Both indices with the same documents, settings and mapping; the client's documents hold their id as well. */
    private void prepare() throws IOException, InterruptedException {
        fork(LEAT, List.of("prepare"));
        bench.server().createFrom(CLIENT_INDEX, withId(bench.server().schema(LEAT_INDEX)));
        fork(CLIENT, List.of("prepare"));
        for (String index : List.of(LEAT_INDEX, CLIENT_INDEX)) {
            if (bench.server().count(index) != bench.options().documents()) {
                throw new IOException(index + " does not hold all documents");
            }
            bench.server().merge(index);
        }
    }

    private static String withId(String schema) {
        JsonNode tree = JsonMapper.shared().readTree(schema);
        ObjectNode mapping = (ObjectNode) tree.path("mappings");
        mapping.remove("_meta");
        ((ObjectNode) mapping.path("properties"))
                .putObject("id")
                .put("type", "keyword")
                .put("index", false)
                .put("doc_values", false);
        return tree.toString();
    }

    private void measure(int run, String contender, List<String> operations) throws IOException, InterruptedException {
        for (String line : fork(contender, operations)) {
            String[] words = line.split(" ", -1);
            if (words.length == 5 && words[0].equals("result")) {
                Figures figures = new Figures(
                        Double.parseDouble(words[2]), Double.parseDouble(words[3]), Double.parseDouble(words[4]));
                measured.computeIfAbsent(contender + words[1], name -> new ArrayList<>())
                        .add(figures);
                bench.log()
                        .printf(
                                Locale.ROOT,
                                "  run %d  %-7s %-7s %,10.1f µs  %,10.0f B  %,10.1f µs of processor%n",
                                run,
                                contender,
                                words[1],
                                figures.nanos() / 1e3,
                                figures.bytes(),
                                figures.processorNanos() / 1e3);
            }
        }
    }

    private List<String> fork(String contender, List<String> operations) throws IOException, InterruptedException {
        Path output = bench.options().work().resolve("fork.out");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx1g",
                "-Dslf4j.internal.verbosity=ERROR"));
        words.addAll(bench.options().forkOptions());
        words.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Fork.class.getName(),
                contender,
                bench.server().url().toString(),
                documents.toString()));
        words.addAll(operations);
        new Command(words, Map.of(), output).run();
        return Files.readAllLines(output);
    }

    private List<String> row(String operation) {
        List<String> cells = new ArrayList<>(List.of(operation));
        Samples client = samples(CLIENT, operation, Figures::nanos);
        Samples leat = samples(LEAT, operation, Figures::nanos);
        cells.addAll(compared(client, leat, 1e3, "%,.1f"));
        Samples paired = leat.dividedBy(client);
        cells.add(String.format(Locale.ROOT, "%.2f – %.2f", paired.least(), paired.most()));
        cells.addAll(compared(
                samples(CLIENT, operation, Figures::bytes), samples(LEAT, operation, Figures::bytes), 1, "%,.0f"));
        cells.addAll(compared(
                samples(CLIENT, operation, Figures::processorNanos),
                samples(LEAT, operation, Figures::processorNanos),
                1e3,
                "%,.1f"));
        return cells;
    }

    private static List<String> compared(Samples client, Samples leat, double unit, String pattern) {
        return List.of(
                String.format(Locale.ROOT, pattern, client.median() / unit),
                String.format(Locale.ROOT, pattern, leat.median() / unit),
                String.format(Locale.ROOT, "%.2f", leat.median() / client.median()));
    }

    private Samples samples(String contender, String operation, ToDoubleFunction<Figures> value) {
        return new Samples(measured.getOrDefault(contender + operation, List.of()).stream()
                .map(figures -> value.applyAsDouble(figures))
                .toList());
    }
}
