package dev.leat.app.ingest;

import dev.leat.app.config.EnvironmentText;
import dev.leat.app.config.ServiceKeys;
import dev.leat.app.config.YamlTree;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Nearest;
import dev.leat.elastic.Problem;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a configuration file, read one by one in their types; what is wrong is collected. What the file does
 * not have may stand in a variable of the environment that is named like the key. Not thread-safe.
 */
final class IngestFile {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(ms|s|m|h)?");

    private static final String NONE = "environment";

    private final String name;
    private final Map<String, @Nullable Object> values;
    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private IngestFile(String name, Map<String, @Nullable Object> values, Map<String, String> environment) {
        this.name = name;
        this.values = values;
        this.environment = environment;
    }

    /**
     * Reads a file. In {@code leat.yml} an unknown key is an error, elsewhere a warning.
     *
     * @throws ConfigException when it cannot be read
     */
    static IngestFile read(Path path, Map<String, String> environment) {
        IngestFile file =
                new IngestFile(path.toString(), YamlTree.read(path, new EnvironmentText(environment)), environment);
        boolean isOurs = String.valueOf(path.getFileName()).startsWith("leat.");
        file.values.forEach((key, value) -> {
            if (!ServiceKeys.isKnown(key) && !(ServiceKeys.isSection(key) && value == null)) {
                String hint = ServiceKeys.isSection(key)
                        ? "is a section and has no value of its own"
                        : "unknown key" + Nearest.suggestion(key, ServiceKeys.names());
                if (isOurs) {
                    file.problem(key, hint);
                } else {
                    file.warn(key, hint);
                }
            }
        });
        file.warnOfIdleKeys();
        return file;
    }

    private void warnOfIdleKeys() {
        List<String> idle =
                values.keySet().stream().filter(ServiceKeys::isWithoutEffect).toList();
        if (!idle.isEmpty()) {
            warnings.add(name + ": without effect in Leat: " + String.join(", ", idle));
        }
    }

    /** No file: defaults and the environment. */
    static IngestFile none(Map<String, String> environment) {
        return new IngestFile(NONE, new LinkedHashMap<>(), environment);
    }

    /** What is worth to be said, but keeps nothing from working. */
    List<String> warnings() {
        return warnings;
    }

    /** A key with the file that it belongs into. */
    String place(String key) {
        return values.isEmpty() && name.equals(NONE) ? "no configuration file (-c FILE): " + key : name + ": " + key;
    }

    void warn(String key, String message) {
        warnings.add(name + ": " + key + ": " + message);
    }

    void problem(String key, String message) {
        problems.add(new Problem(name + ": " + key, message));
    }

    /** Takes over what is wrong elsewhere than in this file. */
    void foreignProblem(Problem problem) {
        problems.add(problem);
    }

    /** Takes over what somebody else found. */
    void problems(ConfigException found) {
        found.problems().forEach(problem -> problem(problem.key(), problem.message()));
    }

    /**
     * @throws ConfigException when there were problems, with all of them
     */
    void throwProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** Whether there is something to read under a key. */
    boolean has(String key) {
        return raw(key) != null;
    }

    Optional<String> text(String key) {
        return switch (raw(key)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text.strip());
            default -> {
                problem(key, "must be one value");
                yield Optional.empty();
            }
        };
    }

    /** A list; also written as texts with commas between. */
    List<String> texts(String key) {
        return switch (raw(key)) {
            case null -> List.of();
            case String text ->
                List.of(text.split(",")).stream()
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
            case List<?> list
            when list.stream().allMatch(String.class::isInstance) ->
                list.stream().map(String::valueOf).toList();
            default -> {
                problem(key, "must be a list of texts");
                yield List.of();
            }
        };
    }

    /** A list of objects. */
    List<Map<?, ?>> objects(String key) {
        List<Map<?, ?>> objects = new ArrayList<>();
        Object value = raw(key);
        if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            list.forEach(element -> objects.add((Map<?, ?>) element));
        } else if (value != null) {
            problem(key, "must be a list of objects");
        }
        return objects;
    }

    /** The texts of an open section, by the rest of their keys. */
    Map<String, String> section(String key) {
        Map<String, String> section = new LinkedHashMap<>();
        for (String full : values.keySet()) {
            if (full.startsWith(key + ".")) {
                text(full).ifPresent(value -> section.put(full.substring(key.length() + 1), value));
            }
        }
        return section;
    }

    int integer(String key, int standard) {
        return parse(key, standard, "a whole number", text -> new BigDecimal(text).intValueExact());
    }

    long bytes(String key, long standard) {
        return parse(key, standard, "a number of bytes", text -> new BigDecimal(text).longValueExact());
    }

    /** Given in MiB, also with a fraction. */
    long mebibytes(String key, long standard) {
        return parse(
                key,
                standard,
                "a number of MiB",
                text -> new BigDecimal(text)
                        .movePointRight(0)
                        .multiply(BigDecimal.valueOf(1 << 20))
                        .longValue());
    }

    double decimal(String key, double standard) {
        return parse(key, standard, "a number", text -> new BigDecimal(text).doubleValue());
    }

    boolean flag(String key, boolean standard) {
        return parse(key, standard, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** Seconds, or with a unit: {@code 250ms}, {@code 90s}, {@code 2m}. */
    Duration duration(String key, Duration standard) {
        return parse(key, standard, "a number of seconds, or such as 90s or 2m", text -> {
            Matcher match = DURATION.matcher(text);
            if (!match.matches()) {
                throw new IllegalArgumentException(text);
            }
            BigDecimal number = new BigDecimal(match.group(1));
            int millis = switch (match.group(2)) {
                case "ms" -> 1;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case null, default -> 1_000;
            };
            return Duration.ofMillis(number.multiply(BigDecimal.valueOf(millis)).longValue());
        });
    }

    /** A setting in whatever type a parser makes of it. */
    <T> T parse(String key, T standard, String what, Function<String, T> parser) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            return parser.apply(text.get());
        } catch (RuntimeException e) { // Whatever parsers throw: the text is not what it should be.
            problem(key, "must be %s, but is '%s'".formatted(what, text.get()));
            return standard;
        }
    }

    private @Nullable Object raw(String key) {
        if (values.containsKey(key)) {
            return values.get(key);
        }
        // Without a dot it may be anybody's variable.
        return key.contains(".") ? environment.get(key) : null;
    }
}
