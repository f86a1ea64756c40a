package dev.leat.connect.protocol;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.FieldType;
import dev.leat.connect.Presence;
import dev.leat.connect.SecretReferences;
import dev.leat.connect.rules.LinearPattern;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what the entries of a configuration mean, and checks it by what the entries and our schema say. */
final class ConfigurationCheck {

    private final ConfigurationSchema schema;
    private final Map<String, ConfigurationEntry> entries = new LinkedHashMap<>();
    private final Map<String, Object> effective = new LinkedHashMap<>();
    private final Map<String, String> unreadable = new LinkedHashMap<>();
    /** Settings whose values must not be quoted. */
    private final Set<String> hidden = new HashSet<>();

    private final List<Problem> problems = new ArrayList<>();

    ConfigurationCheck(ConfigurationSchema schema, Map<String, ? extends @Nullable Object> document) {
        this.schema = schema;
        document.forEach((key, entry) -> entries.put(key, ConfigurationEntry.of(key, entry)));
    }

    Configuration run(SecretReferences references) {
        entries.values().forEach(entry -> read(entry, references));
        entries.values().forEach(this::check);
        try {
            Configuration configuration = schema.configure(given());
            if (problems.isEmpty()) {
                return configuration;
            }
        } catch (ConfigException e) {
            // What the entry itself says about its value is said already.
            Set<String> known =
                    new HashSet<>(problems.stream().map(Problem::key).toList());
            e.problems().stream()
                    .filter(problem -> !known.contains(problem.key()))
                    .forEach(problems::add);
        }
        throw new InvalidConfigurationException(problems);
    }

    private void read(ConfigurationEntry entry, SecretReferences references) {
        String key = entry.key();
        boolean isSecret = schema.find(key).map(ConfigurationField::type).orElse(null) == FieldType.SECRET;
        if (isSecret || entry.isSensitive()) {
            hidden.add(key);
        }
        try {
            Map<String, Object> single = new LinkedHashMap<>();
            single.put(key, entry.value());
            Object raw = references.resolve(single).get(key);
            if (raw instanceof Secret secret) {
                hidden.add(key);
                raw = secret.reveal();
            }
            Object value = WireValue.convert(entry.type(), raw);
            if (WireValue.isEmpty(value) && entry.presence() == Presence.OPTIONAL) {
                value = WireValue.convert(entry.type(), entry.defaultValue());
            }
            if (!WireValue.isEmpty(value) && value != null) {
                effective.put(key, value);
            }
        } catch (ConfigException e) {
            unreadable.put(key, e.problems().getFirst().message());
        } catch (IllegalArgumentException e) {
            unreadable.put(key, e.getMessage() + quoted(entry, entry.value()));
        }
    }

    private void check(ConfigurationEntry entry) {
        for (Map<?, ?> dependency : entry.dependencies()) {
            if (!entries.containsKey(String.valueOf(dependency.get("field")))) {
                problem(
                        entry,
                        "depends on '%s', which the configuration does not have".formatted(dependency.get("field")));
                return;
            }
        }
        if (!entry.dependencies().stream().allMatch(this::holds)) {
            return;
        }
        String why = unreadable.get(entry.key());
        Object value = effective.get(entry.key());
        if (why != null) {
            problem(entry, why);
        } else if (value == null) {
            if (entry.presence() == Presence.REQUIRED) {
                problem(entry, "is required, but has no value");
            }
        } else {
            entry.validations().forEach(validation -> validate(entry, value, validation));
        }
    }

    private boolean holds(Map<?, ?> dependency) {
        ConfigurationEntry other = entries.get(String.valueOf(dependency.get("field")));
        if (other == null) {
            return false;
        }
        Object wanted;
        try {
            wanted = WireValue.convert(other.type(), dependency.get(ConfigurationEntry.VALUE));
        } catch (IllegalArgumentException e) {
            wanted = dependency.get(ConfigurationEntry.VALUE);
        }
        Object actual = effective.get(other.key());
        return WireValue.same(actual, wanted) || (WireValue.isEmpty(actual) && WireValue.isEmpty(wanted));
    }

    private void validate(ConfigurationEntry entry, Object value, Map<?, ?> validation) {
        Object constraint = validation.get("constraint");
        try {
            String wrong = constraint == null
                    ? null
                    : switch (String.valueOf(validation.get("type"))) {
                        case "less_than" -> compare(value, constraint) < 0 ? null : "must be less than " + constraint;
                        case "greater_than" ->
                            compare(value, constraint) > 0 ? null : "must be greater than " + constraint;
                        case "list_type" -> elements(value, constraint) ? null : "must be a list of " + constraint;
                        case "included_in" -> included(value, constraint) ? null : "must be one of " + constraint;
                        case "regex" -> matches(value, constraint.toString()) ? null : "must match " + constraint;
                        default -> null; // A newer service may know more.
                    };
            if (wrong != null) {
                problem(entry, wrong + quoted(entry, value));
            }
        } catch (IllegalArgumentException e) {
            problem(entry, String.valueOf(e.getMessage()));
        }
    }

    private static int compare(Object value, Object constraint) {
        BigDecimal limit = WireValue.number(constraint);
        return WireValue.number(value).compareTo(limit);
    }

    private static boolean elements(Object value, Object type) {
        return value instanceof List<?> list
                && list.stream().allMatch(element -> {
                    boolean number = element instanceof Number
                            || element.toString().strip().matches("[+-]?\\d+");
                    return type.equals("int") ? number : element instanceof String;
                });
    }

    private static boolean included(Object value, Object constraint) {
        if (!(constraint instanceof List<?> allowed)) {
            throw new IllegalArgumentException("has a validation 'included_in' without a list");
        }
        List<?> values = value instanceof List<?> list ? list : List.of(value);
        return values.stream().allMatch(element -> allowed.stream().anyMatch(one -> WireValue.same(one, element)));
    }

    private static boolean matches(Object value, String expression) {
        return value instanceof String text && LinearPattern.compile(expression).matchesWhole(text);
    }

    /** What our schema is asked about; what is hidden from messages stays so. */
    private Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        for (ConfigurationField field : schema.fields()) {
            Object value = effective.get(field.key());
            if (value != null) {
                boolean wrap = hidden.contains(field.key()) && value instanceof String;
                given.put(field.key(), wrap ? new Secret(value.toString()) : value);
            }
        }
        return given;
    }

    private String quoted(ConfigurationEntry entry, @Nullable Object value) {
        return hidden.contains(entry.key()) ? "" : ", but is '" + value + "'";
    }

    private void problem(ConfigurationEntry entry, String message) {
        problems.add(new Problem(entry.key(), message));
    }
}
