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
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.schedule.QuartzSchedule;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person for what is still missing of a connector: the settings one by one, those that depend on others after
 * them and only when their condition holds. Optional settings for experts are asked for only when an expert asks; else a
 * file or an option can set them. Blocks.
 */
public final class DraftForm {

    private final Questions questions;
    private final Form.Audience audience;

    /** @param audience who answers */
    public DraftForm(Questions questions, Form.Audience audience) {
        this.questions = questions;
        this.audience = audience;
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

    /** The draft with the time of its full syncs, unless it has times already. */
    public Draft askForSchedule(Draft draft) {
        if (!draft.schedules().isEmpty()) {
            return draft;
        }
        questions.explain(
                "When to sync all, as a Quartz expression (second minute hour day month weekday) in the time zone of"
                        + " the service, such as 0 0 2 * * ? for every night at two; empty for only when asked to");
        while (true) {
            String answer = questions.ask("Schedule", "");
            if (answer.isEmpty()) {
                return draft;
            }
            try {
                QuartzSchedule.parse(answer, ZoneOffset.UTC);
                return draft.overriddenBy(
                        new Draft(null, null, null, null, null, Map.of(), Map.of(JobType.FULL, answer)));
            } catch (IllegalArgumentException e) {
                questions.explain(String.valueOf(e.getMessage()));
            }
        }
    }

    private boolean isWanted(ConfigurationField field, List<ConfigurationField> fields, Map<String, Object> values) {
        boolean forOthers = field.form().audience() == Form.Audience.EXPERTS && audience != Form.Audience.EXPERTS;
        return (!forOthers || isNeeded(field))
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
            Object value = SettingText.typed(field, answer);
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
}
