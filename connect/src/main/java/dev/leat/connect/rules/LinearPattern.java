package dev.leat.connect.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression written by a user that takes time in proportion to the text, whatever it is: RE2. Groups may be
 * named as in Python, {@code (?P<name>…)}, and {@code \Z} is the end of the text; what RE2 leaves out (look-around,
 * back references, possessive repeats) is refused. Immutable and thread-safe.
 */
public final class LinearPattern {

    /** Longer ones are not written by people. */
    private static final int MOST_CHARACTERS = 2_000;

    /** Nested repeats multiply; RE2 itself bounds each of them alone. */
    private static final long MOST_REPEATS = 10_000;

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it cannot be used; the message is one line that says why
     */
    public static LinearPattern compile(String expression) {
        if (expression.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the regular expression is longer than %d characters".formatted(MOST_CHARACTERS));
        }
        if (Repeats.of(expression) > MOST_REPEATS) {
            throw new IllegalArgumentException("the repeats of '%s' multiply to more than %d; make them smaller"
                    .formatted(expression, MOST_REPEATS));
        }
        try {
            return new LinearPattern(Pattern.compile(translate(expression)));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'%s' cannot be used as a regular expression: %s in '%s' (the syntax is that of RE2, without look-around and back references)"
                            .formatted(expression, e.getDescription(), e.getPattern()),
                    e);
        }
    }

    /** Whether the beginning of a text matches. */
    public boolean matchesStart(CharSequence text) {
        return pattern.matcher(text).lookingAt();
    }

    /** Whether the whole text matches. */
    public boolean matchesWhole(CharSequence text) {
        return pattern.matcher(text).matches();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static String translate(String expression) {
        StringBuilder translated = new StringBuilder();
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\' && i + 1 < expression.length()) {
                char escaped = expression.charAt(++i);
                translated.append(c).append(escaped == 'Z' ? 'z' : escaped);
            } else {
                translated.append(c);
            }
        }
        return translated.toString();
    }

    /** How large an expression grows when its counted repeats are written out; an upper bound of their product. */
    private static final class Repeats {

        static long of(String expression) {
            long product = 1;
            long most = 1;
            int depth = 0;
            for (int i = 0; i < expression.length(); i++) {
                switch (expression.charAt(i)) {
                    case '\\' -> i++;
                    case '(' -> depth++;
                    case ')' -> depth--;
                    case '{' -> {
                        int end = expression.indexOf('}', i);
                        long count = end < 0 ? 1 : largest(expression.substring(i + 1, end));
                        boolean nests = depth > 0 || (i > 0 && expression.charAt(i - 1) == ')');
                        product = nests ? Math.min(product * count, Integer.MAX_VALUE) : product;
                        most = Math.max(most, count);
                    }
                    default -> {}
                }
            }
            return Math.max(product, most);
        }

        private static long largest(String bounds) {
            long largest = 1;
            for (String bound : bounds.split(",", -1)) {
                if (bound.matches("\\d{1,9}")) {
                    largest = Math.max(largest, Long.parseLong(bound));
                }
            }
            return largest;
        }
    }
}
