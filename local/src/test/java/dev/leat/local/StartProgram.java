package dev.leat.local;

import dev.leat.local.LocalOptions.Lifetime;
import java.io.IOException;
import java.nio.file.Path;

/** Starts a node in a process of its own, prints its pid, and lives until its input ends, for tests that kill it. */
final class StartProgram {
    private StartProgram() {}

    public static void main(String[] arguments) throws IOException {
        LocalOptions options =
                LocalOptions.forTests(Path.of(arguments[0])).withLifetime(Lifetime.valueOf(arguments[1]));
        LocalElasticsearch node = LocalElasticsearch.start(options);
        System.out.println("pid " + node.pid());
        while (System.in.read() >= 0) {
            System.out.flush();
        }
    }
}
