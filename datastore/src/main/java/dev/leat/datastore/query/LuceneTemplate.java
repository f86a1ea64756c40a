package dev.leat.datastore.query;

import dev.leat.datastore.query.LuceneLexer.Kind;
import dev.leat.datastore.query.LuceneLexer.Placeholders;
import dev.leat.datastore.query.LuceneLexer.Token;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts values into Lucene text so that none of them can be anything but a value.
 *
 * <p>A value is written as a quoted string in which quotes and backslashes are unicode escapes. That is the one form that
 * Lucene reads alike in a term and in a range: in a range a backslash before the closing quote would swallow that quote.
 * Escapes without quotes are not enough for a whole term, because Elasticsearch takes a leading {@code >} for an operator
 * after they are gone.
 */
final class LuceneTemplate {

    /** A clause that nothing fulfils, with or without a field in front. */
    private static final String NOTHING = "(+* -*)";

    private final String template;
    private final Iterator<@Nullable Object> values;
    private final StringBuilder text = new StringBuilder();

    private LuceneTemplate(String template, List<@Nullable Object> values) {
        this.template = template;
        this.values = values.iterator();
    }

    static String fill(String template, @Nullable Object... values) {
        LuceneTemplate filling = new LuceneTemplate(template, Arrays.asList(values));
        List<Token> tokens = LuceneLexer.tokens(template, Placeholders.RECOGNISED);
        for (int i = 0; i < tokens.size(); i++) {
            filling.add(tokens, i);
        }
        if (filling.values.hasNext()) {
            throw filling.invalid("has fewer placeholders {} than the " + values.length + " values given");
        }
        return filling.text.toString();
    }

    private void add(List<Token> tokens, int number) {
        Token token = tokens.get(number);
        if (!token.text().contains(LuceneLexer.PLACEHOLDER)) {
            text.append(token.text());
            return;
        }
        switch (token.kind()) {
            case WORD -> {
                requireNoFollower(tokens, number);
                addWord(token.text(), followsColon(tokens, number));
            }
            case QUOTED -> addParts(token.text(), LuceneTemplate::withoutSpecials);
            case BOUND -> addBound(token.text());
            case REGEX -> throw invalid("has a placeholder in a regular expression; only whole values can be put in");
            case QUOTED_BOUND -> throw invalid("has a placeholder in quotes in a range; leave the quotes out");
            case SPACE, SYMBOL -> text.append(token.text());
        }
    }

    private void requireNoFollower(List<Token> tokens, int number) {
        int next = number + 1;
        while (next < tokens.size() && tokens.get(next).kind() == Kind.SPACE) {
            next++;
        }
        if (next == tokens.size()) {
            return;
        }
        if (tokens.get(next).is(":")) {
            throw invalid("has a placeholder where a field's name belongs; only values can be put in");
        }
        if (tokens.get(next).is("~")) {
            throw invalid("has ~ behind a placeholder, which stands for exactly its value; use Query.json with a fuzzy"
                    + " query to find what is alike");
        }
    }

    private void addWord(String word, Position colon) {
        if (word.equals(LuceneLexer.PLACEHOLDER)) {
            addValue(next());
        } else if (colon == Position.AT_COLON && word.matches("[<>]=?\\{}")) {
            addOneSided(word.substring(0, word.length() - 2), bound(one(next())));
        } else if (hasWildcard(word)) {
            addParts(word, LuceneTemplate::escaped);
        } else {
            throw invalid("has the placeholder in '" + word
                    + "' as a part of a value; let it stand for the whole value, or add a wildcard as in name:{}*");
        }
    }

    private void addOneSided(String operator, String bound) {
        text.append(
                switch (operator) {
                    case ">" -> "{" + bound + " TO *}";
                    case ">=" -> "[" + bound + " TO *}";
                    case "<" -> "{* TO " + bound + "}";
                    default -> "{* TO " + bound + "]";
                });
    }

    private void addBound(String bound) {
        if (!bound.equals(LuceneLexer.PLACEHOLDER)) {
            throw invalid(
                    "has the placeholder in '" + bound + "' as a part of a bound; let it stand for the whole bound");
        }
        text.append(bound(one(next())));
    }

    private void addValue(Object value) {
        if (!(value instanceof Iterable<?> several)) {
            text.append(quoted(value));
            return;
        }
        StringJoiner any = new StringJoiner(" OR ", "(", ")").setEmptyValue(NOTHING);
        for (Object each : several) {
            any.add(quoted(one(notNull(each))));
        }
        text.append(any);
    }

    private interface Escaping {
        String apply(String value);
    }

    private void addParts(String token, Escaping escaping) {
        int from = 0;
        for (int at = token.indexOf(LuceneLexer.PLACEHOLDER); at >= 0; ) {
            text.append(token, from, at).append(escaping.apply(plain(one(next()))));
            from = at + LuceneLexer.PLACEHOLDER.length();
            at = token.indexOf(LuceneLexer.PLACEHOLDER, from);
        }
        text.append(token, from, token.length());
    }

    private Object next() {
        if (!values.hasNext()) {
            throw invalid("has more placeholders {} than values were given");
        }
        return notNull(values.next());
    }

    private Object notNull(@Nullable Object value) {
        if (value == null) {
            throw invalid("got null for a placeholder; ask for a missing field by NOT _exists_:field");
        }
        return value;
    }

    private Object one(Object value) {
        if (value instanceof Iterable<?>) {
            throw invalid("got several values for a placeholder that takes one");
        }
        return value;
    }

    private String quoted(Object value) {
        return '"' + withoutSpecials(plain(value)) + '"';
    }

    /** Elasticsearch takes an asterisk for no bound even in quotes, and Lucene knows no empty quotes in a range. */
    private String bound(Object value) {
        String plain = plain(value);
        if (plain.isEmpty() || plain.equals("*")) {
            throw invalid("got '" + plain + "' for a bound of a range, which Lucene text cannot say;"
                    + " use Query.json with a range, or write * in the template for no bound");
        }
        return '"' + withoutSpecials(plain) + '"';
    }

    private static String withoutSpecials(String value) {
        return value.replace("\\", "\\u005c").replace("\"", "\\u0022");
    }

    /** Every character of ASCII but letters, digits and the underscore gets a backslash, and so do spaces beyond it. */
    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean harmless = c < 128 ? Character.isLetterOrDigit(c) || c == '_' : !Character.isWhitespace(c);
            if (!harmless) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    private String plain(Object value) {
        return switch (value) {
            case CharSequence characters -> characters.toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT); // as it is stored
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case Character character -> character.toString();
            case Instant instant -> timestamp(instant);
            case ZonedDateTime time -> timestamp(time.toInstant());
            case OffsetDateTime time -> timestamp(time.toInstant());
            case LocalDate date -> date.toString();
            case InetAddress address -> Objects.requireNonNull(address.getHostAddress());
            case UUID uuid -> uuid.toString();
            case URI uri -> uri.toString();
            default ->
                throw invalid("got a value of " + value.getClass().getName()
                        + "; give a text, number, boolean, enum, date, address, UUID or URI, or a list of these");
        };
    }

    /** In milliseconds, which is what a date field keeps: with whole seconds an upper bound would be rounded up. */
    private static String timestamp(Instant instant) {
        String text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.indexOf('.') > 0 ? text : text.substring(0, text.length() - 1) + ".000Z";
    }

    private static boolean hasWildcard(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?') {
                return true;
            }
        }
        return false;
    }

    private enum Position {
        AT_COLON,
        ELSEWHERE
    }

    private static Position followsColon(List<Token> tokens, int number) {
        return number > 0 && tokens.get(number - 1).is(":") ? Position.AT_COLON : Position.ELSEWHERE;
    }

    private InvalidQueryException invalid(String what) {
        return new InvalidQueryException("the query '" + template + "' " + what);
    }
}
