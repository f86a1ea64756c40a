package dev.leat.spark.option;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.Problem;
import dev.leat.elastic.scan.Slicing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads options and gathers what is wrong with them. Used once. */
final class OptionReader {

    /** What Elasticsearch for Hadoop's own data source also understands, and what says nothing here. */
    private static final List<String> IGNORED = List.of("path", "paths", "strict", "double.filtering");

    private static final List<String> KNOWN = List.of(
            "nodes",
            "user",
            "password",
            "password-file",
            "api-key",
            "api-key-file",
            "ca",
            "ca-fingerprint",
            "index",
            "query",
            "fields",
            "exclude-fields",
            "arrays",
            "array-fields",
            "scalar-fields",
            "sample-docs",
            "on-mismatch",
            "slices",
            "slice-docs",
            "keep-alive",
            "retry-timeout",
            "pushdown");

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");

    /** Large enough to see most arrays, small enough to be one page. */
    private static final int SAMPLE = 1_000;

    /** The most that Elasticsearch answers in one page unless told otherwise. */
    private static final int MOST_SAMPLED = 10_000;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(b|k|kb|m|mb)?");

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> options = new TreeMap<>();

    OptionReader(Map<String, String> given) {
        Map<String, String> lower = new TreeMap<>();
        given.forEach((key, value) -> lower.put(key.toLowerCase(Locale.ROOT), value));
        Map<String, String> foreign = new TreeMap<>(lower);
        foreign.keySet().removeIf(key -> !key.startsWith("es."));
        options.putAll(ForeignOptions.translate(foreign, problems));
        lower.forEach((key, value) -> {
            if (KNOWN.contains(key) || WriteOptionReader.KNOWN.contains(key) || IGNORED.contains(key)) {
                options.put(key, value);
            } else if (!key.startsWith("es.")) {
                List<String> known = new ArrayList<>(KNOWN);
                known.addAll(WriteOptionReader.KNOWN);
                String nearest = Spelling.nearest(key, known)
                        .map(name -> "; did you mean '" + name + "'?")
                        .orElse("");
                problems.add(new Problem(key, "there is no such option" + nearest));
            }
        });
    }

    ReadOptions read() {
        ReadOptions read = new ReadOptions(
                connection(),
                index(),
                parsed("query", QueryText::parse),
                new FieldNames(list("fields"), list("exclude-fields")),
                choice("arrays", ArrayMode.class, ArrayMode.AUTO),
                arrayFields(),
                list("scalar-fields"),
                (int) number("sample-docs", SAMPLE, 0, MOST_SAMPLED),
                choice("on-mismatch", Mismatch.class, Mismatch.FAIL),
                slicing(),
                duration("keep-alive", Duration.ofMinutes(5)),
                pushDown());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return read;
    }

    Connection connection() {
        @Nullable String certificates = file("ca");
        Connection connection = new Connection(
                options.getOrDefault("nodes", "http://localhost:9200"),
                options.get("user"),
                valueOrFile("password"),
                valueOrFile("api-key"),
                certificates == null ? options.get("ca-text") : certificates,
                options.get("ca-fingerprint"),
                duration("retry-timeout", Duration.ofMinutes(1)));
        if ((connection.user() == null) != (connection.password() == null)) {
            problems.add(new Problem("user", "give both 'user' and 'password' (or 'password-file'), or neither"));
        }
        return connection;
    }

    private @Nullable String valueOrFile(String key) {
        @Nullable String value = options.get(key);
        @Nullable String content = file(key + "-file");
        if (value != null && content != null) {
            problems.add(new Problem(key, "is given twice: as a value and as a file"));
        }
        return value == null && content != null ? content.strip() : value;
    }

    private @Nullable String file(String key) {
        return parsed(key, name -> {
            try {
                return Files.readString(Path.of(name));
            } catch (IOException | InvalidPathException e) {
                throw new ConfigException(key, "the file '" + name + "' cannot be read on the driver");
            }
        });
    }

    String index() {
        List<String> names = new ArrayList<>();
        for (String key : List.of("index", "path")) {
            if (options.containsKey(key) && !names.contains(options.get(key))) {
                names.add(options.get(key));
            }
        }
        names.addAll(paths());
        if (names.isEmpty() && options.containsKey("write-index")) {
            names.add(options.get("write-index"));
        }
        if (names.isEmpty() || String.join("", names).isBlank()) {
            problems.add(new Problem(
                    "index", "name the index to read: load(\"my-index\"), or to write: save(\"my-index\")"));
        }
        return String.join(",", names);
    }

    /** What {@code load("one", "other")} becomes. */
    private List<String> paths() {
        @Nullable String paths = options.get("paths");
        if (paths == null) {
            return List.of();
        }
        try {
            return Json.MAPPER
                    .readTree(paths)
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
        } catch (JacksonException e) {
            problems.add(new Problem("paths", "is not a JSON array of names"));
            return List.of();
        }
    }

    /** Names, without the depth {@code :1} that Elasticsearch for Hadoop allows behind them. */
    private List<String> arrayFields() {
        List<String> names = new ArrayList<>();
        for (String name : list("array-fields")) {
            int colon = name.lastIndexOf(':');
            if (colon > 0 && !name.substring(colon + 1).equals("1")) {
                problems.add(new Problem(
                        "array-fields", "'" + name + "' asks for arrays in arrays, which Elasticsearch does not know"));
            }
            names.add(colon > 0 ? name.substring(0, colon) : name);
        }
        return names;
    }

    private @Nullable Slicing slicing() {
        if (options.containsKey("slices") && options.containsKey("slice-docs")) {
            problems.add(new Problem("slices", "give either 'slices' or 'slice-docs'"));
        }
        if (options.containsKey("slices")) {
            return new Slicing.Count((int) number("slices", 1, 1, 100_000));
        }
        return options.containsKey("slice-docs")
                ? new Slicing.DocumentsPerSlice(number("slice-docs", 1, 1, Long.MAX_VALUE))
                : null;
    }

    private PushDown pushDown() {
        return isTrue("pushdown", "true") ? PushDown.ON : PushDown.OFF;
    }

    boolean isTrue(String key, String otherwise) {
        String value = options.getOrDefault(key, otherwise).strip().toLowerCase(Locale.ROOT);
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(new Problem(key, "is 'true' or 'false', not '" + value + "'"));
        }
        return !value.equals("false");
    }

    /** What is wrong so far; more may be added. */
    List<Problem> problems() {
        return problems;
    }

    /** The value of an option; null when it is missing or blank. */
    @Nullable
    String text(String key) {
        String value = options.getOrDefault(key, "").strip();
        return value.isEmpty() ? null : value;
    }

    /** A number of bytes, such as {@code 2mb}. */
    long bytes(String key, long otherwise, long least, long most) {
        @Nullable String text = text(key);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            @Nullable String unit = matcher.group(2);
            int shift = unit == null || unit.equals("b") ? 0 : unit.startsWith("k") ? 10 : 20;
            long value = Long.parseLong(matcher.group(1)) << shift;
            if (value >= least && value <= most) {
                return value;
            }
        }
        problems.add(
                new Problem(key, "is a size such as '2mb', of at most " + (most >> 20) + "mb, not '" + text + "'"));
        return otherwise;
    }

    List<String> list(String key) {
        return Arrays.stream(options.getOrDefault(key, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    long number(String key, long otherwise, long least, long most) {
        @Nullable String text = options.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of bounds.
        }
        problems.add(new Problem(
                key,
                "is a whole number " + (most == Long.MAX_VALUE ? "of at least " + least : least + " to " + most)
                        + ", not '" + text + "'"));
        return otherwise;
    }

    private Duration duration(String key, Duration otherwise) {
        @Nullable String text = options.get(key);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches() || matcher.group(1).length() > 9) {
            problems.add(new Problem(key, "is a time such as '90s' or '5m', not '" + text + "'"));
            return otherwise;
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        if (duration.toSeconds() < 1) {
            problems.add(new Problem(key, "is at least '1s', not '" + text + "'"));
            return otherwise;
        }
        return duration;
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        @Nullable String text = options.get(key);
        if (text == null) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text.strip())) {
                return constant;
            }
        }
        String names = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
        problems.add(new Problem(key, "is one of " + names + ", not '" + text + "'"));
        return otherwise;
    }

    private <T> @Nullable T parsed(String key, Function<String, T> parser) {
        @Nullable String text = options.get(key);
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return null;
        }
    }
}
