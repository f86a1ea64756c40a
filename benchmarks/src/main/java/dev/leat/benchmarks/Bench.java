package dev.leat.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every benchmark works with.
 *
 * @param log hears how it goes
 * @param report receives the results, in Markdown
 */
record Bench(BenchmarkOptions options, Supplier<Server> serverSupplier, PrintStream log, Appendable report) {

    /** Documents that are prepared at a time to fill an index. */
    private static final int FILL = 250_000;

    Server server() {
        return serverSupplier.get();
    }

    Processors processors() {
        return new Processors(server().pid());
    }

    /** Waits until the machine has nothing else to do, or patience is over. */
    void settle() throws IOException, InterruptedException {
        double busy = processors().awaitQuiet(Duration.ofSeconds(options.quietSeconds()));
        log.printf(Locale.ROOT, "%nThe machine is %.0f %% busy with other things.%n", busy * 100);
    }

    /** Makes an index with all documents, at rest. */
    void fill(String index, int shards) throws IOException, InterruptedException {
        Documents documents = options.data();
        server().create(index, shards);
        for (int from = 0; from < documents.count(); from += FILL) {
            int to = Math.min(from + FILL, documents.count());
            PreparedBulk part = new PreparedBulk(documents, documents::id, from, to);
            new RawBulk(5 << 20, 2).run(server().url(), index, part);
        }
        if (server().count(index) != documents.count()) {
            throw new IOException("the index to be read was not filled");
        }
        server().settle(index);
    }

    Contest contest(String title, Run.Setting setting) throws IOException, InterruptedException {
        Processors processors = processors();
        settle();
        return new Contest(title, processors, setting, options, log);
    }

    /** A run of the command {@code leat} on the measured cluster, as a whole process. */
    Command leat(List<String> arguments, Map<String, String> environment) {
        @Nullable Path command = options.leat();
        if (command == null) {
            throw new IllegalStateException("there is no leat command");
        }
        List<String> words = new ArrayList<>(
                List.of(command.toString(), "--elasticsearch", server().url().toString()));
        words.addAll(arguments);
        Map<String, String> all = new HashMap<>(environment);
        // What a load remembers belongs to this run alone.
        all.put("LEAT_CACHE", options.work().resolve("leat-cache").toString());
        return new Command(words, all, options.work().resolve("leat.out"));
    }

    /** Runs {@code leat} once more, with the heap it always has, and tells how much of it was used. */
    void publishHeap(String what, List<String> arguments) throws IOException, InterruptedException {
        Path heapLog = options.work().resolve("heap.log");
        leat(arguments, Map.of("LEAT_JAVA_OPTS", HeapLog.flag(heapLog))).run();
        publish(what + " with its -Xmx256m: " + HeapLog.read(heapLog) + ".");
        Files.delete(heapLog);
    }

    void publish(String text) throws IOException {
        log.println();
        log.println(text);
        report.append('\n').append(text).append('\n');
    }
}
