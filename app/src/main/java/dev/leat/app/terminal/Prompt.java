package dev.leat.app.terminal;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Secret;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Asks for a secret: without echo on a terminal, else one line of standard input. */
public final class Prompt {

    private final Terminal terminal;

    public Prompt(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * The answer.
     *
     * @throws ConfigException when there is none
     */
    @SuppressWarnings("SystemConsoleNull") // up to Java 21 it is null without a terminal
    public Secret ask(String what) {
        Console console = System.console();
        if (console != null && terminal.errIsTerminal()) {
            char[] answer = console.readPassword("%s: ", what);
            return require(what, answer == null ? "" : new String(answer));
        }
        try {
            return require(what, readLine(terminal.in()));
        } catch (IOException e) {
            throw new UncheckedIOException("Standard input cannot be read", e);
        }
    }

    private static Secret require(String what, String answer) {
        if (answer.isBlank()) {
            throw new ConfigException("", what + ": nothing was entered");
        }
        return new Secret(answer.strip());
    }

    /** Byte by byte, so that what follows the line is left to others. */
    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
