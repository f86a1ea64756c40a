package dev.leat.cassandra.config;

import dev.leat.elastic.Nearest;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings that stand together, read one by one in their types. It remembers what was asked for: what else stands there is
 * unknown. Not thread-safe.
 */
final class Section {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(ms|s|m|h|d)?");

    private final String place;
    private final Map<String, ? extends @Nullable Object> values;
    private final Findings findings;
    private final TreeSet<String> known = new TreeSet<>();
    private final TreeSet<String> open = new TreeSet<>();

    /**
     * @param place what comes before a key in messages
     * @param values full key to a text, a list of texts or of maps, or null
     */
    Section(String place, Map<String, ? extends @Nullable Object> values, Findings findings) {
        this.place = place;
        this.values = values;
        this.findings = findings;
    }

    /** A key as the user knows it. */
    String name(String key) {
        return place + key;
    }

    void problem(String key, String message) {
        findings.problem(name(key), message);
    }

    void notice(String key, String message) {
        findings.notice(name(key) + ": " + message);
    }

    boolean has(String key) {
        known.add(key);
        return values.get(key) != null;
    }

    Optional<String> text(String key) {
        known.add(key);
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case String text when !text.isBlank() -> Optional.of(text.strip());
            default -> {
                problem(key, "must be one value, and not empty");
                yield Optional.empty();
            }
        };
    }

    /** A text that must be there. */
    String required(String key, String fix) {
        if (!has(key)) {
            problem(key, "is missing; " + fix);
        }
        return text(key).orElse("");
    }

    /** A list of texts; a single one need not be a list. */
    List<String> texts(String key) {
        known.add(key);
        return switch (values.get(key)) {
            case null -> List.of();
            case String text ->
                Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
            case List<?> list
            when list.stream().allMatch(element -> element instanceof String text && !text.isBlank()) ->
                list.stream().map(element -> String.valueOf(element).strip()).toList();
            default -> {
                problem(key, "must be a list of texts");
                yield List.of();
            }
        };
    }

    /** The sections of a list. */
    List<Section> sections(String key) {
        known.add(key);
        List<Section> sections = new ArrayList<>();
        if (values.get(key) instanceof List<?> list) {
            for (Object element : list) {
                String where = "%s[%d]".formatted(name(key), sections.size());
                Map<String, @Nullable Object> inner = new LinkedHashMap<>();
                if (element instanceof Map<?, ?> map) {
                    map.forEach((name, value) -> inner.put(String.valueOf(name), value));
                } else {
                    findings.problem(where, "must hold keys");
                }
                sections.add(new Section(where + ".", inner, findings));
            }
        } else if (values.get(key) != null) {
            problem(key, "must be a list");
        }
        return sections;
    }

    /** What stands under a key, whatever it is, with the rest of each key. */
    Map<String, @Nullable Object> below(String key) {
        open.add(key);
        Map<String, @Nullable Object> below = new LinkedHashMap<>();
        values.forEach((full, value) -> {
            if (full.startsWith(key + ".")) {
                below.put(full.substring(key.length() + 1), value);
            }
        });
        return below;
    }

    int integer(String key, int standard, int least) {
        return parse(key, standard, "a whole number, at least " + least, text -> {
            int number = new BigDecimal(text).intValueExact();
            if (number < least) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    double ratio(String key, double standard) {
        return parse(key, standard, "a number from 0 to 1", text -> {
            double number = new BigDecimal(text).doubleValue();
            if (number < 0 || number > 1) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    boolean flag(String key, boolean standard) {
        return parse(key, standard, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** Seconds, or with a unit: {@code 250ms}, {@code 90s}, {@code 10m}, {@code 1h}. */
    Duration duration(String key, Duration standard) {
        return parse(key, standard, "a number of seconds, or such as 500ms, 90s or 10m", text -> {
            Matcher match = DURATION.matcher(text);
            if (!match.matches()) {
                throw new IllegalArgumentException(text);
            }
            long millis = switch (match.group(2)) {
                case "ms" -> 1;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                case null, default -> 1_000;
            };
            return Duration.ofMillis(new BigDecimal(match.group(1))
                    .multiply(BigDecimal.valueOf(millis))
                    .longValue());
        });
    }

    /** One of some words; {@code -} and {@code _} are the same. */
    <E extends Enum<E>> E choice(String key, E standard) {
        List<E> choices = List.of(standard.getDeclaringClass().getEnumConstants());
        String words = choices.stream().map(Section::word).collect(Collectors.joining(", "));
        return parse(
                key,
                standard,
                "one of " + words,
                text -> choices.stream()
                        .filter(choice -> word(choice)
                                .equals(text.toLowerCase(Locale.ROOT).replace('-', '_')))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    @Nullable
    Path path(String key) {
        Optional<String> text = text(key);
        try {
            return text.map(Path::of).orElse(null);
        } catch (InvalidPathException e) {
            problem(key, "'" + text.orElse("") + "' is no path");
            return null;
        }
    }

    private <T> T parse(String key, T standard, String what, Function<String, T> parser) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            return parser.apply(text.get());
        } catch (IllegalArgumentException | ArithmeticException e) {
            problem(key, "must be %s, and is '%s'".formatted(what, text.get()));
            return standard;
        }
    }

    /** Says of everything that was not asked for that it is unknown. */
    void forUnknown(BiConsumer<String, String> say) {
        values.forEach((key, value) -> {
            if (isUnknown(key, value)) {
                boolean isSection = known.stream().anyMatch(full -> full.startsWith(key + ".")) || open.contains(key);
                Optional<String> single = known.stream()
                        .filter(full -> key.startsWith(full + "."))
                        .findFirst();
                say.accept(
                        name(single.orElse(key)),
                        isSection
                                ? "is a section and has no value of its own"
                                : single.isPresent()
                                        ? "must be a value or a list, and no section"
                                        : "unknown key" + Nearest.suggestion(key, known));
            }
        });
    }

    private boolean isUnknown(String key, @Nullable Object value) {
        boolean isOpen = open.stream().anyMatch(section -> key.startsWith(section + "."));
        boolean isEmptySection = value == null && known.stream().anyMatch(full -> full.startsWith(key + "."));
        return !known.contains(key) && !isOpen && !isEmptySection && !(value == null && open.contains(key));
    }
}
