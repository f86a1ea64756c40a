package dev.leat.elastic;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; carries everything that is wrong with it, not only the first thing. */
public class ConfigException extends LeatException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")), null);
        this.problems = List.copyOf(problems);
    }

    public ConfigException(String key, String message) {
        this(List.of(new Problem(key, message)));
    }

    /** All that is wrong, in the order of the configuration. */
    public List<Problem> problems() {
        return problems;
    }
}
