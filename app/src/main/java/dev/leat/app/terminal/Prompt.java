package dev.leat.app.terminal;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

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
    public Secret ask(String what) {
        return askOptional(what).orElseThrow(() -> new ConfigException("", what + ": nothing was entered"));
    }

    /** The answer; empty for an empty line. */
    @SuppressWarnings("SystemConsoleNull") // up to Java 21 it is null without a terminal
    Optional<Secret> askOptional(String what) {
        Console console = System.console();
        if (console != null && terminal.errIsTerminal()) {
            char[] answer = console.readPassword("%s: ", what);
            return secret(answer == null ? "" : new String(answer));
        }
        try {
            return secret(Confirmation.readLine(terminal.in()));
        } catch (IOException e) {
            throw new UncheckedIOException("Standard input cannot be read", e);
        }
    }

    private static Optional<Secret> secret(String answer) {
        return answer.isBlank() ? Optional.empty() : Optional.of(new Secret(answer.strip()));
    }
}
