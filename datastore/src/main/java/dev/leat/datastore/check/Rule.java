package dev.leat.datastore.check;

/** Judges values before they are stored. Must be thread-safe, quick and without effects. */
@FunctionalInterface
public interface Rule {

    /**
     * Accepts a value, or refuses it.
     *
     * @param value of the type that the rule was made for; never null
     */
    Verdict judge(Object value);
}
