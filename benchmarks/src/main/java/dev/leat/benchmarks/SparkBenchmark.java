package dev.leat.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reading an index into Spark: {@code leat-spark} against {@code elasticsearch-spark}, each on the newest Spark that it
 * supports, with local executors on all processors. Both have to come to the same answer before they are measured.
 */
final class SparkBenchmark {

    private static final String INDEX = "leat-benchmark-spark";

    private static final Map<String, String> TASKS = Map.of(
            "read", "all columns of all documents",
            "columns", "two columns of all documents",
            "filter", "all columns of a twentieth, by a filter",
            "count", "count()");

    private final Bench bench;
    private final Path folder;

    /**
     * A benchmark.
     *
     * @param folder with the program and a file with the class path of each contender, as benchmarks/run makes them
     */
    SparkBenchmark(Bench bench, Path folder) {
        this.bench = bench;
        this.folder = folder;
    }

    void run() throws IOException, InterruptedException {
        Optional<Path> java17 = java17();
        for (int shards : bench.options().shards()) {
            bench.fill(INDEX, shards);
            Map<String, SparkProcess> contenders = new LinkedHashMap<>();
            try {
                if (java17.isPresent()) {
                    startPeers(contenders, java17.get());
                } else {
                    bench.publish("elasticsearch-spark: not measured, it needs a Java 17.");
                }
                contenders.put("leat-spark", leat());
                requireSameAnswers(contenders);
                for (String task : List.of("read", "columns", "filter", "count")) {
                    Contest contest = bench.contest(
                            "Spark, " + TASKS.get(task) + ", " + shards + " shard(s)", Run.Setting.none());
                    contenders.forEach(
                            (name, spark) -> contest.add(name + ", " + spark.version(), () -> spark.run(task)));
                    bench.publish(contest.hold(
                                    bench.options().warmUps(), bench.options().runs())
                            .report());
                }
            } finally {
                for (SparkProcess contender : contenders.values()) {
                    contender.close();
                }
            }
            bench.server().delete(INDEX);
        }
    }

    private void startPeers(Map<String, SparkProcess> contenders, Path java) throws IOException {
        URI url = bench.server().url();
        List<String> arguments = List.of(
                "org.elasticsearch.spark.sql",
                INDEX,
                "es.nodes=" + url.getHost(),
                "es.port=" + url.getPort(),
                "es.read.field.as.array.include=tags,scores");
        contenders.put("elasticsearch-spark", start(java, "elasticsearch", "peer", arguments));
        List<String> tuned = new ArrayList<>(arguments);
        tuned.add("es.scroll.size=10000");
        tuned.add(
                "es.input.max.docs.per.partition=" + Math.max(1, bench.options().documents() / 4));
        contenders.put("elasticsearch-spark, tuned", start(java, "elasticsearch", "tuned", tuned));
    }

    private SparkProcess leat() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return start(
                java,
                "leat",
                "leat",
                List.of("leat", INDEX, "nodes=" + bench.server().url()));
    }

    private SparkProcess start(Path java, String classPath, String log, List<String> arguments) throws IOException {
        bench.log().println("starting Spark with " + String.join(" ", arguments));
        return new SparkProcess(
                java,
                Files.readString(folder.resolve(classPath + ".classpath")).strip(),
                folder.resolve("SparkReader.java"),
                bench.options().work().resolve("spark-" + log + ".log"),
                arguments);
    }

    private static void requireSameAnswers(Map<String, SparkProcess> contenders) throws IOException {
        String expected = null;
        for (Map.Entry<String, SparkProcess> contender : contenders.entrySet()) {
            String answer = contender.getValue().ask("check");
            if (expected != null && !expected.equals(answer)) {
                throw new IOException(contender.getKey() + " answers" + answer + ", and not" + expected);
            }
            expected = answer;
        }
    }

    /** The peer's Spark runs on nothing newer. */
    private static Optional<Path> java17() throws IOException {
        Path installations = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installations)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(installations)) {
            for (Path installation : all.sorted().toList()) {
                Path release = installation.resolve("release");
                if (Files.isReadable(release) && Files.readString(release).contains("JAVA_VERSION=\"17")) {
                    return Optional.of(installation.resolve("bin/java"));
                }
            }
        }
        return Optional.empty();
    }
}
