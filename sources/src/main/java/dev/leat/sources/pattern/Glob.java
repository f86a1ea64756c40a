package dev.leat.sources.pattern;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for relative paths with {@code /} between names: {@code *} and {@code ?} stay within a name, {@code **} as a
 * whole name stands for any number of folders, none included, and {@code [a-z]}, {@code [!a]}, <code>{a,b}</code> and
 * {@code \} mean what they mean in a shell.
 *
 * <p>The JDK has patterns like these, but there {@code **}{@code /*.*} misses files at the top, and names that the
 * locale cannot write cannot be matched. Immutable.
 */
public final class Glob {
    private final Pattern pattern;

    private Glob(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * The pattern that a text stands for.
     *
     * @throws IllegalArgumentException when it is no pattern; the message says why
     */
    public static Glob of(String text) {
        try {
            return new Glob(Pattern.compile(new Translation(text).toRegex(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no pattern: " + e.getDescription(), e);
        }
    }

    /** Whether the path, as a whole, is like this. */
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    private static final class Translation {
        private final String text;
        private final StringBuilder regex = new StringBuilder();
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
            String inner = text.substring(at + 1, end);
            boolean negated = inner.startsWith("!");
            String characters = (negated ? inner.substring(1) : inner)
                    .replace("\\", "\\\\")
                    .replace("[", "\\[")
                    .replace("^", "\\^")
                    .replace("&", "\\&");
            at = end;
            append("(?!/)[" + (negated ? "^" : "") + characters + "]");
        }

        private void literal(char character) {
            append(Character.isLetterOrDigit(character) || character > 127 ? "" + character : "\\" + character);
        }

        private void append(String part) {
            regex.append(part);
            at++;
        }
    }
}
