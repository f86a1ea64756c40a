package dev.leat.connect;

import java.util.List;

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
}
