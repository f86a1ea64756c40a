package dev.leat.datastore.mapping;

import dev.leat.datastore.check.IpAddresses;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The single values that are understood without being told how. */
final class Scalars {
    static final String NO_UNICODE = "is no Unicode: it has half of a surrogate pair, which UTF-8 cannot carry";

    private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Map<Class<?>, Scalar<?>> BY_TYPE = table();

    private Scalars() {}

    /**
     * The codec of a type, primitive or not; null if it is no type of single values.
     *
     * @throws IllegalArgumentException with a message for the user, if it is an enum that cannot be read back
     */
    static @Nullable Scalar<?> find(Class<?> type) {
        if (type.isEnum()) {
            return enumeration(type);
        }
        return InetAddress.class.isAssignableFrom(type) ? BY_TYPE.get(InetAddress.class) : BY_TYPE.get(type);
    }

    private static Map<Class<?>, Scalar<?>> table() {
        Scalar<Boolean> bool = new Scalar<>(
                Boolean.class,
                FieldKind.BOOLEAN,
                "true or false",
                (v, w) -> w.out().writeBoolean(v),
                Scalars::bool);
        List<Scalar<?>> all = List.of(
                new Scalar<>(String.class, FieldKind.KEYWORD, "a text", Scalars::writeText, Scalars::text),
                Numbers.BYTE,
                Numbers.SHORT,
                Numbers.INTEGER,
                Numbers.LONG,
                Numbers.FLOAT,
                Numbers.DOUBLE,
                bool,
                date(Instant.class, value -> value, value -> value),
                date(OffsetDateTime.class, OffsetDateTime::toInstant, value -> value.atOffset(ZoneOffset.UTC)),
                date(ZonedDateTime.class, ZonedDateTime::toInstant, value -> value.atZone(ZoneOffset.UTC)),
                new Scalar<>(
                        LocalDate.class, FieldKind.DATE, "a date such as 2026-11-21", Dates::write, Dates::readDay),
                parsed(InetAddress.class, FieldKind.IP, "an IP address", IpAddresses::text, IpAddresses::parse),
                parsed(UUID.class, FieldKind.KEYWORD, "a UUID", UUID::toString, Scalars::uuid),
                parsed(URI.class, FieldKind.KEYWORD, "a URI", URI::toString, Scalars::uri),
                parsed(
                        BigInteger.class,
                        FieldKind.KEYWORD,
                        "a whole number",
                        BigInteger::toString,
                        Numbers::parseWhole),
                parsed(BigDecimal.class, FieldKind.KEYWORD, "a number", BigDecimal::toString, Numbers::parse));
        Map<Class<?>, Scalar<?>> table = new HashMap<>();
        all.forEach(scalar -> table.put(scalar.type(), scalar));
        table.put(boolean.class, bool);
        table.put(byte.class, Numbers.BYTE);
        table.put(short.class, Numbers.SHORT);
        table.put(int.class, Numbers.INTEGER);
        table.put(long.class, Numbers.LONG);
        table.put(float.class, Numbers.FLOAT);
        table.put(double.class, Numbers.DOUBLE);
        return Map.copyOf(table);
    }

    /** A type that is written as text. */
    private static <T> Scalar<T> parsed(
            Class<T> type,
            FieldKind kind,
            String name,
            Function<T, String> format,
            Function<String, @Nullable T> parse) {
        return new Scalar<>(
                type, kind, name, (value, writing) -> writing.out().writeString(format.apply(value)), reading -> {
                    String text = text(reading);
                    return text == null ? null : parse.apply(text);
                });
    }

    private static <T> Scalar<T> date(Class<T> type, Function<T, Instant> to, Function<Instant, T> from) {
        return new Scalar<>(
                type,
                FieldKind.DATE,
                "a date such as 2026-11-21T03:00:00.000Z",
                (value, writing) -> Dates.write(to.apply(value), writing),
                reading -> {
                    Instant instant = Dates.read(reading);
                    return instant == null ? null : from.apply(instant);
                });
    }

    private static Scalar<?> enumeration(Class<?> type) {
        Map<String, Object> constants = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            String name = storedName((Enum<?>) constant);
            if (constants.put(name, constant) != null) {
                throw new IllegalArgumentException(type.getSimpleName()
                        + " has constants that only differ in the case of letters, such as " + name
                        + ", which are stored in lower case; rename one of them");
            }
        }
        @SuppressWarnings("unchecked")
        Class<Object> erased = (Class<Object>) type;
        return new Scalar<>(
                erased,
                FieldKind.KEYWORD,
                "one of " + constants.keySet().stream().sorted().toList(),
                (value, writing) -> writing.out().writeString(storedName((Enum<?>) value)),
                reading -> {
                    String text = text(reading);
                    return text == null ? null : constants.get(text.toLowerCase(Locale.ROOT));
                });
    }

    /** Enum constants are stored in lower case, as people write them in a search. */
    static String storedName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void writeText(String text, Writing writing) {
        if (isUnicode(text)) {
            writing.out().writeString(text);
        } else {
            writing.refuse(NO_UNICODE);
        }
    }

    /** Whether each half of a surrogate pair has the other; the generator would pass over one at the end in silence. */
    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    static @Nullable String text(Reading reading) {
        JsonToken token = reading.in().currentToken();
        return token == JsonToken.VALUE_STRING || reading.isLenient()
                ? reading.in().getString()
                : null;
    }

    private static @Nullable Boolean bool(Reading reading) {
        return switch (reading.in().currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> reading.isLenient() ? truth(reading.in().getString()) : null;
            default -> null;
        };
    }

    private static @Nullable Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false", "" -> false; // what Elasticsearch itself takes for false
            default -> null;
        };
    }

    private static @Nullable UUID uuid(String text) {
        return UUID_TEXT.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
