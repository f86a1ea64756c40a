package dev.leat.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long commands take that should take no time, and how long a local Elasticsearch takes to be there. */
final class StartupBenchmark {

    private static final int STARTS = 20;

    private final Bench bench;
    private final Path leat;
    private final Path output;
    private final Table table = new Table("start", "runs", "s (median)", "least – most", "peak RSS MB");

    StartupBenchmark(Bench bench, Path leat) {
        this.bench = bench;
        this.leat = leat;
        this.output = bench.options().work().resolve("start.out");
    }

    void run() throws IOException, InterruptedException {
        new Processors(0).awaitQuiet(Duration.ofSeconds(bench.options().quietSeconds()));
        repeat("`leat --help`", STARTS, command(List.of("--help"), Map.of()), null);
        repeat("`leat --version`", STARTS, command(List.of("--version"), Map.of()), null);
        Map<String, String> data =
                Map.of("LEAT_DATA", bench.options().work().resolve("start-data").toString());
        Command stop = command(List.of("elasticsearch", "stop"), data);
        repeat(
                "`leat elasticsearch start`, cache warm",
                bench.options().runs(),
                command(List.of("elasticsearch", "start"), data),
                stop);
        if (bench.options().download() == BenchmarkOptions.Download.MEASURED) {
            Path cache = bench.options().work().resolve("start-cache");
            Map<String, String> empty = Map.of("LEAT_DATA", data.get("LEAT_DATA"), "LEAT_CACHE", cache.toString());
            repeat(
                    "`leat elasticsearch start`, cache empty",
                    1,
                    command(List.of("elasticsearch", "start"), empty),
                    stop);
        }
        bench.publish(table.toString());
    }

    private Command command(List<String> arguments, Map<String, String> environment) {
        List<String> words = new ArrayList<>(List.of(leat.toString()));
        words.addAll(arguments);
        return new Command(words, environment, output);
    }

    private void repeat(String name, int runs, Command command, @Nullable Command undo)
            throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        long resident = 0;
        for (int i = 0; i <= runs; i++) {
            long start = System.nanoTime();
            Run.Cost cost = command.run();
            // The very first run reads the disk; where there is but one, it is what is asked for.
            if (i > 0 || runs == 1) {
                seconds.add((System.nanoTime() - start) / 1e9);
                resident = Math.max(resident, cost.peakResidentBytes());
            }
            if (undo != null) {
                undo.run();
            }
            if (runs == 1) {
                break;
            }
        }
        Samples samples = new Samples(seconds);
        bench.log().printf(Locale.ROOT, "  %-44s %.3f s%n", name, samples.median());
        table.add(List.of(
                name,
                Integer.toString(samples.values().size()),
                String.format(Locale.ROOT, "%.3f", samples.median()),
                String.format(Locale.ROOT, "%.3f – %.3f", samples.least(), samples.most()),
                String.format(Locale.ROOT, "%.0f", resident / 1e6)));
    }
}
