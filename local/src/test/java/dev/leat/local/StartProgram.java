package dev.leat.local;

import dev.leat.local.LocalOptions.Lifetime;
import dev.leat.local.LocalOptions.Security;
import java.io.IOException;
import java.nio.file.Path;

/** Starts a node in a process of its own, prints its pid, and lives until its input ends, for tests that kill it. */
final class StartProgram {
    private StartProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        System.out.println("pid " + start(directory, arguments[1]));
        while (System.in.read() >= 0) {
            System.out.flush();
        }
    }

    private static long start(Path directory, String what) {
        return what.equals("SECURED_CASSANDRA")
                ? LocalCassandra.start(CassandraOptions.forTests(directory).withSecurity(Security.SECURED))
                        .pid()
                : LocalElasticsearch.start(LocalOptions.forTests(directory).withLifetime(Lifetime.valueOf(what)))
                        .pid();
    }
}
