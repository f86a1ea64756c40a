package dev.leat.app.terminal;

import dev.leat.elastic.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command: an ordered list of named values, printed as an aligned table for people or as one JSON object
 * for programs. Not thread-safe.
 */
public final class Summary {

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a value that people see under its key, with spaces for underscores. */
    public Summary add(String key, @Nullable Object value) {
        return add(
                key,
                value,
                value instanceof Number number ? Quantity.count(number.longValue()) : String.valueOf(value));
    }

    /** Adds a value that people see in another form. */
    public Summary add(String key, @Nullable Object value, String shown) {
        rows.add(List.of(key.replace('_', ' '), shown));
        return addForPrograms(key, value);
    }

    /** Adds a value that only programs see. */
    public Summary addForPrograms(String key, @Nullable Object value) {
        values.put(key, value);
        return this;
    }

    /** Adds {@code bytes}, as such and in a readable unit. */
    public Summary addBytes(String key, long bytes) {
        return add(key, bytes, Quantity.bytes(bytes));
    }

    /** Adds {@code seconds} and what that makes per second. */
    public Summary addRate(long documents, Duration duration) {
        double seconds = Math.max(duration.toNanos(), 1) / 1e9;
        double perSecond = documents / seconds;
        return add("seconds", Math.round(seconds * 1000) / 1000.0, Quantity.duration(duration))
                .add("documents_per_second", Math.round(perSecond), Quantity.count(Math.round(perSecond)));
    }

    /** Prints it: a JSON object on one line, or the table. */
    public void print(PrintStream out, Format format) {
        switch (format) {
            case JSON -> out.println(Json.MAPPER.writeValueAsString(values));
            case TABLE -> new Table(List.of()).addAll(rows).print(out);
        }
    }

    /** Who reads it. */
    public enum Format {
        /** People. */
        TABLE,
        /** Programs. */
        JSON
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s", values);
    }
}
