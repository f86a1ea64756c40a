package dev.leat.connect.mirror;

import dev.leat.connect.AdvancedRules;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.SourceException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.Problem;
import java.util.List;
import java.util.concurrent.Callable;

/** Asks a source, whose code may throw whatever it likes. */
final class SourceQuestions {

    private SourceQuestions() {}

    /** Asks; what is thrown is an interrupt or an exception of ours, with words for the user. */
    static <T> T ask(String what, Callable<T> question) throws InterruptedException {
        try {
            return question.call();
        } catch (InterruptedException | LeatException e) {
            throw e;
        } catch (Exception e) { // The source's code may throw whatever it likes.
            throw new SourceException("The source " + what + ": " + Messages.of(e), e);
        }
    }

    /**
     * Finds out whether the source answers and understands the filter.
     *
     * @throws ConfigException when it does not understand it; with all problems
     */
    static void pingAndCheck(DataSource source, Filter filter) throws InterruptedException {
        ask("does not answer", () -> {
            source.ping();
            return true;
        });
        if (filter.isEmpty()) {
            return;
        }
        if (!(source instanceof AdvancedRules rules)) {
            throw new ConfigException("advanced rules", "this kind of source has none; remove them");
        }
        List<Problem> problems = ask("cannot check its advanced rules", () -> rules.problems(filter)).stream()
                .map(problem -> new Problem("advanced rules", problem))
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
