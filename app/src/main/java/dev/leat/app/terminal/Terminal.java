package dev.leat.app.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The three standard streams, and whether a person sees them. Thread-safe.
 *
 * @param out where results go
 * @param err where everything else goes: notes, errors, bars
 * @param in what is piped in
 * @param inIsTerminal whether a person can answer on {@code in}
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person reads {@code err}: then bars may be drawn there
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        InputStream in,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal) {

    /** The streams of this process; the start script has found out which of them are terminals. */
    public static Terminal ofProcess() {
        String terminals = System.getProperty("leat.terminal", "");
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.in,
                terminals.contains("in"),
                terminals.contains("out"),
                terminals.contains("err"));
    }

    /** One line for the person: a note, a warning, an error. */
    public void note(String line) {
        err.println(line);
    }

    /** Standard output as bytes; unlike {@link #out} it throws when nobody reads it any more. */
    public OutputStream rawOut() {
        return new FileOutputStream(FileDescriptor.out);
    }
}
