package dev.leat.datastore.query;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts Lucene query text into tokens the way Lucene's own parser does. It judges nothing: text that Lucene would refuse
 * yields some tokens too, and Elasticsearch says what is wrong with it.
 */
final class LuceneLexer {

    /** Characters that end a word; a plus or minus does so only at its beginning. */
    private static final String NOT_IN_WORDS = "!():^[]\"{}~/";

    enum Kind {
        SPACE,
        /** A run of characters with escapes, wildcards and (in a template) placeholders. */
        WORD,
        /** With its quotes. */
        QUOTED,
        /** With its slashes. */
        REGEX,
        /** One character that means something: a colon, parenthesis, bracket, sign, caret or tilde. */
        SYMBOL,
        /** A bound of a range that is not quoted. */
        BOUND,
        /** A bound of a range with its quotes. */
        QUOTED_BOUND
    }

    record Token(Kind kind, String text) {

        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }
    }

    /** Whether {@code {}} stands for a value. */
    enum Placeholders {
        RECOGNISED,
        NONE
    }

    static final String PLACEHOLDER = "{}";

    private final String text;
    private final Placeholders placeholders;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private LuceneLexer(String text, Placeholders placeholders) {
        this.text = text;
        this.placeholders = placeholders;
    }

    /** All of the text; the tokens' texts put together are the text again. */
    static List<Token> tokens(String text, Placeholders placeholders) {
        LuceneLexer lexer = new LuceneLexer(text, placeholders);
        while (lexer.position < text.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(position);
        if (isSpace(c)) {
            int end = position;
            while (end < text.length() && isSpace(text.charAt(end))) {
                end++;
            }
            add(Kind.SPACE, end);
        } else if (c == '"') {
            add(Kind.QUOTED, endOf('"'));
        } else if (c == '/') {
            add(Kind.REGEX, endOf('/'));
        } else if (!isPlaceholder(position) && (c == '[' || c == '{')) {
            add(Kind.SYMBOL, position + 1);
            range();
        } else if (!isPlaceholder(position) && (NOT_IN_WORDS.indexOf(c) >= 0 || c == '+' || c == '-')) {
            add(Kind.SYMBOL, position + 1);
        } else {
            add(Kind.WORD, endOfWord());
        }
    }

    private void range() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (isSpace(c)) {
                add(Kind.SPACE, position + 1);
            } else if (isPlaceholder(position)) {
                add(Kind.BOUND, endOfBound());
            } else if (c == ']' || c == '}') {
                add(Kind.SYMBOL, position + 1);
                return;
            } else if (c == '"') {
                add(Kind.QUOTED_BOUND, endOf('"'));
            } else {
                add(Kind.BOUND, endOfBound());
            }
        }
    }

    private int endOfBound() {
        int end = position;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (isPlaceholder(end)) {
                end += PLACEHOLDER.length();
            } else if (c == ' ' || c == ']' || c == '}') {
                break;
            } else {
                end++;
            }
        }
        return end;
    }

    private int endOfWord() {
        int end = position;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c == '\\') {
                end = Math.min(end + 2, text.length());
            } else if (isPlaceholder(end)) {
                end += PLACEHOLDER.length();
            } else if (isSpace(c) || NOT_IN_WORDS.indexOf(c) >= 0) {
                break;
            } else {
                end++;
            }
        }
        return end;
    }

    /** Behind the closing delimiter, or the end of the text. */
    private int endOf(char delimiter) {
        int end = position + 1;
        while (end < text.length() && text.charAt(end) != delimiter) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, text.length());
    }

    private boolean isPlaceholder(int at) {
        return placeholders == Placeholders.RECOGNISED && text.startsWith(PLACEHOLDER, at);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u3000';
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(position, end)));
        position = end;
    }
}
