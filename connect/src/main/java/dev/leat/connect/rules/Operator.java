package dev.leat.connect.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a rule compares the value of a field with its own. */
public enum Operator {
    EQUALS("equals"),
    CONTAINS("contains"),
    STARTS_WITH("starts_with"),
    ENDS_WITH("ends_with"),
    REGEX("regex"),
    GREATER(">"),
    LESS("<");

    private final String word;

    Operator(String word) {
        this.word = word;
    }

    /** As it is written in rules. */
    public String word() {
        return word;
    }

    /** The operator of a word, in whatever case. */
    static Optional<Operator> find(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(operator -> operator.word.equals(lower))
                .findFirst();
    }
}
