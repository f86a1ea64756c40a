package dev.leat.connect;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a value must be beyond its type. */
public sealed interface Constraint {

    /** Any value of the type. */
    record Any() implements Constraint {}

    /** One of these texts; for a list, every element. */
    record OneOf(List<String> choices) implements Constraint {
        public OneOf {
            choices = List.copyOf(choices);
        }
    }

    /** A whole number from {@code minimum} to {@code maximum}, both included. */
    record Between(long minimum, long maximum) implements Constraint {}

    /**
     * A text that matches as a whole.
     *
     * @param expression of {@link Pattern}, without look-around and back references: other services check it too, with
     *     expressions of their own kind
     */
    record Matching(String expression) implements Constraint {
        public Matching {
            try {
                Pattern.compile(expression);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("'" + expression + "' is no regular expression", e);
            }
        }
    }
}
