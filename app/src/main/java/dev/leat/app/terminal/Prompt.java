package dev.leat.app.terminal;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;

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
            return require(what, Confirmation.readLine(terminal.in()));
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
}
