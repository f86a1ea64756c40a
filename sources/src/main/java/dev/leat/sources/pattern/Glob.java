package dev.leat.sources.pattern;

import dev.leat.connect.rules.LinearPattern;

/**
 * A pattern for relative paths with {@code /} between names: {@code *} and {@code ?} stay within a name, {@code **} as a
 * whole name stands for any number of folders, none included, and {@code [a-z]}, {@code [!a]}, <code>{a,b}</code> and
 * {@code \} mean what they mean in a shell.
 *
 * <p>The JDK has patterns like these, but there {@code **}{@code /*.*} misses files at the top, and names that the
 * locale cannot write cannot be matched. Whatever the pattern and the path, matching takes time in proportion to the path:
 * others may have made them. Immutable.
 */
public final class Glob {
    /** Written out as an expression, it is a few times as long. */
    private static final int MOST_CHARACTERS = 300;

    private final LinearPattern pattern;

    private Glob(LinearPattern pattern) {
        this.pattern = pattern;
    }

    /**
     * The pattern that a text stands for.
     *
     * @throws IllegalArgumentException when it is no pattern; the message says why
     */
    public static Glob of(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a pattern has at most " + MOST_CHARACTERS + " characters");
        }
        return new Glob(LinearPattern.compile(new Translation(text).toRegex()));
    }

    /** Whether the path, as a whole, is like this. */
    public boolean matches(String path) {
        return pattern.matchesWhole(path);
    }

    private static final class Translation {
        private static final String NOTHING = "[^\\x{0}-\\x{10FFFF}]";

        private final String text;
        private final StringBuilder regex = new StringBuilder("(?s)");
        private int at;
        private int braces;

        Translation(String text) {
            this.text = text;
        }

        String toRegex() {
            while (at < text.length()) {
                translate(text.charAt(at));
            }
            if (braces > 0) {
                throw new IllegalArgumentException("'" + text + "' is no pattern: a { is not closed");
            }
            return regex.toString();
        }

        private void translate(char character) {
            switch (character) {
                case '*' -> stars();
                case '?' -> append("[^/]");
                case '[' -> bracket();
                case '{' -> {
                    braces++;
                    append("(?:");
                }
                case '}' -> append(braces > 0 && braces-- > 0 ? ")" : "\\}");
                case ',' -> append(braces > 0 ? "|" : ",");
                case '\\' -> {
                    at++;
                    literal(at < text.length() ? text.charAt(at) : '\\');
                }
                default -> literal(character);
            }
        }

        private void stars() {
            boolean startsName = at == 0 || text.charAt(at - 1) == '/';
            if (startsName && text.startsWith("**/", at)) {
                at += 2;
                append("(?:.*/)?");
            } else if (startsName && text.startsWith("**", at) && at + 2 == text.length()) {
                at++;
                append(".*");
            } else {
                append("[^/]*");
            }
        }

        private void bracket() {
            int end = text.indexOf(']', at + 2);
            if (end < 0) {
                literal('[');
                return;
            }
            boolean negated = text.charAt(at + 1) == '!';
            String ranges = ranges(text.substring(at + (negated ? 2 : 1), end));
            at = end;
            if (negated) {
                append("[^/" + ranges + "]");
            } else {
                append(ranges.isEmpty() ? NOTHING : "[" + ranges + "]");
            }
        }

        /** The characters as ranges that leave out the slash, which no bracket stands for. */
        private String ranges(String characters) {
            int[] points = characters.codePoints().toArray();
            StringBuilder ranges = new StringBuilder();
            for (int i = 0; i < points.length; i++) {
                int first = points[i];
                boolean isRange = i + 2 < points.length && points[i + 1] == '-';
                int last = isRange ? points[i + 2] : first;
                i += isRange ? 2 : 0;
                if (first > last) {
                    throw new IllegalArgumentException("'%s' is no pattern: %s-%s is no range"
                            .formatted(text, Character.toString(first), Character.toString(last)));
                }
                if (first <= '/' && last >= '/') {
                    addRange(ranges, first, '/' - 1);
                    addRange(ranges, '/' + 1, last);
                } else {
                    addRange(ranges, first, last);
                }
            }
            return ranges.toString();
        }

        private static void addRange(StringBuilder ranges, int first, int last) {
            if (first <= last) {
                ranges.append(escaped(first)).append('-').append(escaped(last));
            }
        }

        private static String escaped(int point) {
            return (Character.isLetterOrDigit(point) || point > 127 ? "" : "\\") + Character.toString(point);
        }

        private void literal(char character) {
            append(escaped(character));
        }

        private void append(String part) {
            regex.append(part);
            at++;
        }
    }
}
