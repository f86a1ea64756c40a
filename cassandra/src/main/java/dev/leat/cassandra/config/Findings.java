package dev.leat.cassandra.config;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a configuration, and what is worth to be said of it, collected. Not thread-safe. */
final class Findings {

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final List<String> notices = new ArrayList<>();

    void problem(String key, String message) {
        problems.add(new Problem(key, message));
    }

    void notice(String text) {
        notices.add(text);
    }

    List<String> notices() {
        return notices;
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /**
     * @throws ConfigException when there were problems, with all of them
     */
    void throwProblems() {
        if (hasProblems()) {
            throw new ConfigException(List.copyOf(problems));
        }
    }
}
