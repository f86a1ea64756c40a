package dev.leat.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Several contenders that do the same work, measured in rounds (A B C, A B C, …) so that whatever drifts hits all of them
 * alike. The first one added is the limit that the others are compared with. A run during which processes that have
 * nothing to do with it took much of the machine is repeated, whatever its result, while there is patience left.
 */
final class Contest {

    /** More processor time than this share of the whole machine's, used by others, disturbs a run. */
    private static final double DISTURBED = 0.10;

    private final String title;
    private final long documents;
    private final long bytes;
    private final Processors processors;
    private final Run.Setting setting;
    private final PrintStream log;
    private final String only;
    private long patience;
    private final Map<String, Run> contenders = new LinkedHashMap<>();
    private final Map<String, List<Measurement>> measured = new LinkedHashMap<>();

    /**
     * A contest.
     *
     * @param log hears of every run; for people
     */
    Contest(String title, Processors processors, Run.Setting setting, BenchmarkOptions options, PrintStream log) {
        this.title = title;
        this.documents = options.documents();
        this.bytes = options.dataBytes();
        this.processors = processors;
        this.setting = setting;
        this.patience = TimeUnit.SECONDS.toNanos(options.quietSeconds());
        this.only = options.only();
        this.log = log;
    }

    /** Adds a contender, unless a person asked for others only; the limit always takes part. */
    Contest add(String name, Run run) {
        if (contenders.isEmpty() || name.contains(only)) {
            contenders.put(name, run);
        }
        return this;
    }

    /** Runs all of it. Warm-up rounds are not counted. */
    Contest hold(int warmUps, int rounds) throws IOException, InterruptedException {
        log.printf(Locale.ROOT, "%n%s: %d warm-up and %d measured rounds%n", title, warmUps, rounds);
        for (int i = 0; i < warmUps; i++) {
            for (Map.Entry<String, Run> contender : contenders.entrySet()) {
                tell("warm-up", contender.getKey(), measure(contender.getKey(), contender.getValue()));
            }
        }
        for (int i = 1; i <= rounds; i++) {
            for (Map.Entry<String, Run> contender : contenders.entrySet()) {
                Measurement result = undisturbed(contender.getKey(), contender.getValue());
                tell("round " + i, contender.getKey(), result);
                measured.computeIfAbsent(contender.getKey(), name -> new ArrayList<>())
                        .add(result);
            }
        }
        return this;
    }

    /** Measures once more what was disturbed, as long as there is patience to wait for better. */
    private Measurement undisturbed(String name, Run run) throws IOException, InterruptedException {
        Measurement result = measure(name, run);
        while (result.othersShare() > DISTURBED && patience > 0) {
            tell("disturbed, repeated", name, result);
            long start = System.nanoTime();
            processors.awaitQuiet(Duration.ofNanos(patience));
            Measurement again = measure(name, run);
            patience -= System.nanoTime() - start;
            result = again.othersShare() < result.othersShare() ? again : result;
        }
        return result;
    }

    private Measurement measure(String name, Run run) throws IOException, InterruptedException {
        setting.before();
        Processors.Reading start = processors.read();
        Run.Cost cost = run.run();
        Processors.Reading used = processors.read().minus(start);
        setting.after(name);
        return new Measurement(
                used.wall(),
                used.own() + cost.processSeconds(),
                used.server(),
                used.children(),
                Math.max(0, used.machine() - used.own() - used.server() - used.children() - cost.processSeconds()),
                processors.count(),
                cost.peakResidentBytes());
    }

    private void tell(String when, String name, Measurement result) {
        log.printf(
                Locale.ROOT,
                "  %-20s %-44s %7.2f s  %,9.0f documents/s  processors: others %2.0f %%%n",
                when,
                name,
                result.seconds(),
                documents / result.seconds(),
                result.othersShare() * 100);
    }

    /** The contender with the best median. */
    String best() {
        return contenders.keySet().stream()
                .max((a, b) -> Double.compare(rates(a).median(), rates(b).median()))
                .orElseThrow();
    }

    /** Documents a second, one value a round. */
    Samples rates(String name) {
        return samples(name, result -> documents / result.seconds());
    }

    private Samples samples(String name, ToDoubleFunction<Measurement> value) {
        return new Samples(measured.getOrDefault(name, List.of()).stream()
                .map(result -> value.applyAsDouble(result))
                .toList());
    }

    /** What came out, as a table in Markdown under its title. */
    String report() {
        Table table = new Table(
                title,
                "s (median)",
                "least – most",
                "documents/s",
                "MB/s",
                "of limit",
                "round by round",
                "CPU s client",
                "CPU s server",
                "CPU s source",
                "others %",
                "peak RSS MB");
        String limit = contenders.keySet().iterator().next();
        for (String name : contenders.keySet()) {
            table.add(row(name, limit));
        }
        return table.toString();
    }

    private List<String> row(String name, String limit) {
        Samples seconds = samples(name, Measurement::seconds);
        double rate = documents / seconds.median();
        Samples paired = rates(name).dividedBy(rates(limit));
        double resident =
                samples(name, result -> result.peakResidentBytes() / 1e6).most();
        return List.of(
                name,
                format("%.2f", seconds.median()),
                format("%.2f", seconds.least()) + " – " + format("%.2f", seconds.most()),
                format("%,.0f", rate),
                format("%.1f", bytes / seconds.median() / 1e6),
                format("%.1f %%", 100 * samples(limit, Measurement::seconds).median() / seconds.median()),
                format("%.1f %%", 100 * paired.median()),
                format("%.2f", samples(name, Measurement::clientSeconds).median()),
                format("%.2f", samples(name, Measurement::serverSeconds).median()),
                format("%.2f", samples(name, Measurement::sourceSeconds).median()),
                format("%.0f", 100 * samples(name, Measurement::othersShare).median()),
                resident > 0 ? format("%.0f", resident) : "–");
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    /**
     * One run.
     *
     * @param seconds on the clock
     * @param clientSeconds of processor, in this process and those it started
     * @param serverSeconds of processor, in Elasticsearch
     * @param sourceSeconds of processor, in databases that were started beforehand
     * @param otherSeconds of processor, in everything else on the machine
     */
    private record Measurement(
            double seconds,
            double clientSeconds,
            double serverSeconds,
            double sourceSeconds,
            double otherSeconds,
            int processors,
            long peakResidentBytes) {

        double othersShare() {
            return otherSeconds / (seconds * processors);
        }
    }
}
