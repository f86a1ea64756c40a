package dev.leat.app;

import dev.leat.app.command.Commands;
import dev.leat.app.command.Session;
import dev.leat.app.terminal.Interrupts;
import java.time.Duration;

/** Where {@code leat} starts and ends. */
public final class Leat {

    private Leat() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Interrupts interrupts = Interrupts.ofThisThread(Duration.ofSeconds(15));
        int status = 1;
        try {
            status = Commands.run(Session.ofProcess(), arguments);
        } finally {
            interrupts.finished();
        }
        System.exit(status);
    }
}
