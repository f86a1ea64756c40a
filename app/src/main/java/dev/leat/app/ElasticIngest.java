package dev.leat.app;

import dev.leat.app.command.Commands;
import dev.leat.app.command.Session;
import dev.leat.app.terminal.Interrupts;
import java.time.Duration;

/** Where {@code elastic-ingest} starts: the connectors service, under the name and with the options of Elastic's. */
public final class ElasticIngest {

    private ElasticIngest() {}

    /** Does what the arguments ask for and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Interrupts interrupts = Interrupts.ofThisThread(Duration.ofSeconds(15));
        int status = 1;
        try {
            status = Commands.runIngest(Session.ofProcess(), arguments);
        } finally {
            interrupts.finished();
        }
        System.exit(status);
    }
}
