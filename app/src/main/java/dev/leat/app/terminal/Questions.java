package dev.leat.app.terminal;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a person for values, one line each. Not thread-safe; blocks, and an interrupt ends it. */
public final class Questions {

    private static final int TRIES = 3;

    private final Terminal terminal;

    public Questions(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether there is somebody to ask. */
    public boolean arePossible() {
        return terminal.inIsTerminal() && terminal.errIsTerminal();
    }

    /** Says something about the next question. */
    public void explain(String text) {
        terminal.note(text);
    }

    /**
     * The answer.
     *
     * @param preset what an empty line stands for; null when there must be an answer
     * @throws ConfigException when there is none
     */
    public String ask(String question, @Nullable String preset) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            terminal.err().print(question + (preset == null || preset.isEmpty() ? "" : " [" + preset + "]") + ": ");
            terminal.err().flush();
            String answer = new Confirmation(terminal).answer().strip();
            if (!answer.isEmpty()) {
                return answer;
            }
            if (preset != null) {
                return preset;
            }
        }
        throw new ConfigException("", question + ": nothing was entered");
    }

    /**
     * The answer, which is not shown where the terminal can help it.
     *
     * @throws ConfigException when there is none
     */
    public String askSecret(String question) {
        return new Prompt(terminal).ask(question).reveal();
    }

    /** The answer, which is not shown where the terminal can help it; empty for an empty line. */
    public Optional<String> askOptionalSecret(String question) {
        return new Prompt(terminal).askOptional(question + " (optional)").map(Secret::reveal);
    }
}
