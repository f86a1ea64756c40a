package dev.leat.app.connector;

import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.FieldType;
import dev.leat.connect.SecretReferences;
import dev.leat.connect.protocol.ConfigurationDocument;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.NewConnector;
import dev.leat.connect.protocol.Schedule;
import dev.leat.connect.protocol.Scheduling;
import dev.leat.connect.schedule.QuartzSchedule;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Nearest;
import dev.leat.elastic.Problem;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has said of a connector to be made.
 *
 * @param values of settings by their keys: texts, numbers, truth values, lists
 * @param schedules Quartz cron expressions
 */
public record Draft(
        @Nullable String id,
        @Nullable String name,
        @Nullable String serviceType,
        @Nullable String indexName,
        @Nullable String description,
        Map<String, Object> values,
        Map<JobType, String> schedules) {

    /** Stands for a secret that is kept elsewhere, as long as nothing but its presence is checked. */
    private static final String KEPT_ELSEWHERE = "kept-elsewhere";

    public Draft {
        values = Map.copyOf(values);
        schedules = Map.copyOf(schedules);
    }

    /** Nothing yet. */
    public static Draft empty() {
        return new Draft(null, null, null, null, null, Map.of(), Map.of());
    }

    /** The same with what the other says in place of what this says. */
    public Draft overriddenBy(Draft other) {
        Map<String, Object> allValues = new LinkedHashMap<>(values);
        allValues.putAll(other.values);
        Map<JobType, String> allSchedules = new LinkedHashMap<>(schedules);
        allSchedules.putAll(other.schedules);
        return new Draft(
                other.id == null ? id : other.id,
                other.name == null ? name : other.name,
                other.serviceType == null ? serviceType : other.serviceType,
                other.indexName == null ? indexName : other.indexName,
                other.description == null ? description : other.description,
                allValues,
                allSchedules);
    }

    /** The same with these values of settings and no others. */
    public Draft withValues(Map<String, Object> values) {
        return new Draft(id, name, serviceType, indexName, description, values, schedules);
    }

    /**
     * The connector, checked.
     *
     * @throws ConfigException with all that is wrong
     */
    public NewConnector checked(DataSourceProvider provider) {
        ConfigurationSchema schema = provider.configurationSchema();
        List<Problem> problems = new ArrayList<>();
        require("index_name", indexName, problems);
        ConfigurationDocument document = ConfigurationDocument.of(schema);
        ConfigurationDocument known = document;
        for (Map.Entry<String, Object> value : values.entrySet()) {
            ConfigurationField field = schema.find(value.getKey()).orElse(null);
            if (field == null) {
                String near = Nearest.suggestion(
                        value.getKey(),
                        schema.fields().stream().map(ConfigurationField::key).toList());
                problems.add(new Problem(value.getKey(), "is no setting of " + provider.serviceType() + near));
            } else {
                Object typed = SettingText.typedIfPossible(field, value.getValue());
                document = document.withValue(value.getKey(), typed);
                known = known.withValue(value.getKey(), known(field, typed));
            }
        }
        check(known, schema, problems);
        Scheduling scheduling = scheduling(problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new NewConnector(
                id == null ? UUID.randomUUID().toString() : id,
                name == null ? provider.serviceType() + " to " + indexName : name,
                provider.serviceType(),
                indexName,
                description,
                document.entries(),
                scheduling);
    }

    private static Object known(ConfigurationField field, Object value) {
        boolean text = field.type() == FieldType.STRING || field.type() == FieldType.SECRET;
        return text && SecretReferences.isReference(value) ? KEPT_ELSEWHERE : value;
    }

    private static void check(ConfigurationDocument document, ConfigurationSchema schema, List<Problem> problems) {
        try {
            document.configure(schema, SecretReferences.of(Map.of()));
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
    }

    private Scheduling scheduling(List<Problem> problems) {
        Scheduling scheduling = Scheduling.disabled();
        for (Map.Entry<JobType, String> schedule : schedules.entrySet()) {
            String type = schedule.getKey().wire();
            try {
                QuartzSchedule.parse(schedule.getValue(), ZoneOffset.UTC);
                scheduling = scheduling.with(schedule.getKey(), Schedule.at(schedule.getValue()));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem("scheduling." + type, String.valueOf(e.getMessage())));
            }
        }
        return scheduling;
    }

    private static void require(String key, @Nullable String value, List<Problem> problems) {
        if (value == null || value.isBlank()) {
            problems.add(new Problem(key, "is missing"));
        }
    }

    /** Names what is to be made, and none of its settings: they hold secrets. */
    @Override
    public String toString() {
        return "draft of " + serviceType + " to " + indexName;
    }
}
