package dev.leat.app.connector;

import dev.leat.app.terminal.Questions;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.Constraint;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Dependency;
import dev.leat.connect.FieldType;
import dev.leat.connect.Form;
import dev.leat.connect.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person for what is still missing of a connector: the settings one by one, those that depend on others after
 * them and only when their condition holds. Optional settings for experts are not asked for; a file can set them. Blocks.
 */
public final class DraftForm {

    private final Questions questions;

    public DraftForm(Questions questions) {
        this.questions = questions;
    }

    /** The draft with its type and its index. */
    public Draft askForPlace(Draft draft, DataSourceCatalog catalog) {
        List<String> types = catalog.providers().stream()
                .map(DataSourceProvider::serviceType)
                .toList();
        String type = draft.serviceType() != null
                ? draft.serviceType()
                : questions.ask("Kind of source (" + String.join(", ", types) + ")", null);
        String index = draft.indexName() != null
                ? draft.indexName()
                : questions.ask("Index to write to", "search-" + type.toLowerCase(Locale.ROOT));
        return draft.overriddenBy(new Draft(null, null, type, index, null, Map.of(), Map.of()));
    }

    /** The draft with the settings of its source. */
    public Draft askForSettings(Draft draft, DataSourceProvider provider) {
        List<ConfigurationField> fields = provider.configurationSchema().fields();
        Map<String, Object> values = new LinkedHashMap<>(draft.values());
        List<ConfigurationField> inOrder = Stream.concat(
                        fields.stream().filter(field -> field.dependencies().isEmpty()),
                        fields.stream().filter(field -> !field.dependencies().isEmpty()))
                .toList();
        for (ConfigurationField field : inOrder) {
            if (!values.containsKey(field.key()) && isWanted(field, fields, values)) {
                Object value = ask(field);
                if (value != null) {
                    values.put(field.key(), value);
                }
            }
        }
        return draft.withValues(values);
    }

    private static boolean isWanted(
            ConfigurationField field, List<ConfigurationField> fields, Map<String, Object> values) {
        boolean forExperts = field.form().audience() == Form.Audience.EXPERTS;
        return (!forExperts || isNeeded(field))
                && field.dependencies().stream().allMatch(dependency -> holds(dependency, fields, values));
    }

    private static boolean isNeeded(ConfigurationField field) {
        return field.presence() == Presence.REQUIRED && field.defaultValue() == null;
    }

    private static boolean holds(Dependency dependency, List<ConfigurationField> fields, Map<String, Object> values) {
        Object value = values.get(dependency.key());
        if (value == null) {
            value = fields.stream()
                    .filter(field -> field.key().equals(dependency.key()))
                    .map(ConfigurationField::defaultValue)
                    .findFirst()
                    .orElse(null);
        }
        return value != null && value.toString().equals(dependency.value().toString());
    }

    private @Nullable Object ask(ConfigurationField field) {
        if (!field.description().isEmpty()) {
            questions.explain(field.description());
        }
        String question = question(field);
        if (field.type() == FieldType.SECRET) {
            return isNeeded(field)
                    ? questions.askSecret(question)
                    : questions.askOptionalSecret(question).orElse(null);
        }
        String preset = field.defaultValue() == null && !isNeeded(field) ? "" : field.defaultValue();
        while (true) {
            String answer = questions.ask(question, preset);
            if (answer.isEmpty() || answer.equals(field.defaultValue())) {
                return null; // the default stands in the document already
            }
            Object value = value(field, answer);
            if (value != null) {
                return value;
            }
            questions.explain("'" + answer + "' is no value for that.");
        }
    }

    private static String question(ConfigurationField field) {
        List<String> hints = new ArrayList<>();
        if (field.constraint() instanceof Constraint.OneOf(List<String> choices)) {
            hints.add(String.join(", ", choices));
        }
        if (field.constraint() instanceof Constraint.Between(long minimum, long maximum)) {
            hints.add(minimum + " to " + maximum);
        }
        if (field.type() == FieldType.BOOLEAN) {
            hints.add("true or false");
        }
        if (field.type() == FieldType.LIST) {
            hints.add("with commas between");
        }
        return field.label() + (hints.isEmpty() ? "" : " (" + String.join("; ", hints) + ")");
    }

    private static @Nullable Object value(ConfigurationField field, String answer) {
        return switch (field.type()) {
            case BOOLEAN -> truth(answer);
            case INTEGER -> number(answer);
            case STRING, LIST, SECRET -> answer;
        };
    }

    private static @Nullable Boolean truth(String answer) {
        return switch (answer.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "y" -> true;
            case "false", "no", "n" -> false;
            default -> null;
        };
    }

    private static @Nullable Long number(String answer) {
        try {
            return Long.valueOf(answer);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
