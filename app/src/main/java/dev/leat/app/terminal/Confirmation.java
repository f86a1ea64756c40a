package dev.leat.app.terminal;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Has a person say yes to what cannot be undone. Can be waited for with an interrupt: Ctrl-C is an answer too. */
public final class Confirmation {

    private final Terminal terminal;

    public Confirmation(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Whether the person typed the word.
     *
     * @param consequence what is about to happen, as a sentence without its full stop
     * @throws ConfigException when there is nobody to ask
     */
    public boolean isTyped(String consequence, String word) {
        return ask(consequence, "Type '" + word + "' to go on: ").equals(word);
    }

    /** Whether the person said yes. As {@link #isTyped}. */
    public boolean isGiven(String consequence) {
        String answer = ask(consequence, "Go on? [y/N] ").toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private String ask(String consequence, String question) {
        if (!terminal.inIsTerminal() || !terminal.errIsTerminal()) {
            throw new ConfigException("--yes", consequence + "; without a terminal to ask on, that needs --yes");
        }
        terminal.note(consequence + ".");
        terminal.err().print(question);
        terminal.err().flush();
        return answer().strip();
    }

    /** Read by a thread of its own, which ends with the line or with the process. */
    String answer() {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("leat-answer").start(() -> {
            try {
                line.complete(readLine(terminal.in()));
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
        });
        try {
            return line.get();
        } catch (InterruptedException e) {
            terminal.note("");
            throw CancelledException.interrupted("the question", e);
        } catch (ExecutionException e) {
            throw new UncheckedIOException("Standard input cannot be read", new IOException(e.getCause()));
        }
    }

    /** Byte by byte, so that what follows the line is left to others. */
    static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
