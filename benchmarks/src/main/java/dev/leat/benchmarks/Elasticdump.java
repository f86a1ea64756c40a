package dev.leat.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The peer elasticdump, fetched from npm into the benchmark's own folder.
 *
 * @param program what starts it
 */
record Elasticdump(Path program, Path output) {

    private static final String PACKAGE = "elasticdump@6.125.1";

    /** Nothing when there is no npm; everything else that hinders is an error. */
    static Optional<Elasticdump> install(Path work, PrintStream log) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work.resolve("npm"));
        Path output = work.resolve("npm.out");
        if (!isOnPath("npm")) {
            return Optional.empty();
        }
        log.println("npm installs " + PACKAGE);
        new Command(
                        List.of("npm", "install", "--prefix", folder.toString(), "--no-audit", "--no-fund", PACKAGE),
                        Map.of(),
                        output)
                .run();
        return Optional.of(new Elasticdump(folder.resolve("node_modules/.bin/elasticdump"), output));
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** Writes all documents of an index, each hit a line. */
    Run.Cost dump(String url, Path file, int limit) throws IOException, InterruptedException {
        return new Command(
                        List.of(
                                program.toString(),
                                "--input=" + url,
                                "--output=" + file,
                                "--type=data",
                                "--limit=" + limit),
                        Map.of(),
                        output)
                .run();
    }
}
