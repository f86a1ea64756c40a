package dev.leat.connect;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves settings that say where a value is kept instead of the value: {@code ${env:NAME}} for a variable of the
 * process, {@code ${file:PATH}} for a file, whose last line break does not count. Resolved at the last moment, so that
 * what is stored and copied holds the reference only. Thread-safe.
 *
 * <p>Whoever may edit a connector may refer to what is allowed here, and send it to a server of their own: the
 * variables that hold the service's own credentials are never allowed.
 */
public final class SecretReferences {

    /** More than any password or key; a larger file is a mistake. */
    private static final int MOST_BYTES = 1 << 16;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
    private static final Pattern OWN = Pattern.compile("(?i)(leat|elasticsearch|elastic)[_.].*");

    private final Map<String, String> environment;
    private final Predicate<String> variables;
    private final Predicate<Path> files;

    /**
     * @param variables which variables may be referred to
     * @param files which files may be referred to, given as their real paths
     */
    public SecretReferences(Map<String, String> environment, Predicate<String> variables, Predicate<Path> files) {
        this.environment = Map.copyOf(environment);
        this.variables = variables;
        this.files = files;
    }

    /** All variables but the service's own, and all files. */
    public static SecretReferences of(Map<String, String> environment) {
        return new SecretReferences(environment, name -> !isOwn(name), file -> true);
    }

    /** All variables of this process but the service's own, and all files. */
    public static SecretReferences ofProcess() {
        return of(System.getenv());
    }

    /** Whether a variable holds something of the service itself: its address, its credentials. */
    public static boolean isOwn(String variable) {
        return OWN.matcher(variable).matches();
    }

    /** Whether a value is a reference, and so no secret itself. */
    public static boolean isReference(@Nullable Object value) {
        return value instanceof String text && REFERENCE.matcher(text).matches();
    }

    /**
     * The values, with what the references among them stand for as {@link Secret}.
     *
     * @throws ConfigException with every reference that cannot be resolved, by its key
     */
    public Map<String, @Nullable Object> resolve(Map<String, ? extends @Nullable Object> values) {
        List<Problem> problems = new ArrayList<>();
        Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            try {
                resolved.put(key, value instanceof String text ? resolve(text) : value);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(key, String.valueOf(e.getMessage())));
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return resolved;
    }

    private Object resolve(String text) {
        Matcher reference = REFERENCE.matcher(text);
        if (!reference.matches()) {
            return text;
        }
        String name = reference.group(2);
        return new Secret(
                switch (reference.group(1).toLowerCase(Locale.ROOT)) {
                    case "env" -> variable(name);
                    default -> file(name);
                });
    }

    private String variable(String name) {
        if (!variables.test(name)) {
            throw new IllegalArgumentException("the variable " + name + " must not be referred to");
        }
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the variable " + name + " is not set"));
    }

    private String file(String name) {
        try {
            Path file = Path.of(name).toRealPath();
            if (!files.test(file)) {
                throw new IllegalArgumentException("the file " + name + " must not be referred to");
            }
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException("the file " + name + " is no file of at most 64 KiB");
            }
            return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("the file " + name + " cannot be read", e);
        }
    }
}
