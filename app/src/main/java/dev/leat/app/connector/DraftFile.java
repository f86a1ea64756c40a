package dev.leat.app.connector;

import dev.leat.app.file.FileTrouble;
import dev.leat.connect.protocol.JobType;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Nearest;
import dev.leat.elastic.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads what is said of a connector from a file, YAML or JSON. A key that means nothing is an error. */
public final class DraftFile {

    private static final List<String> KEYS =
            List.of("id", "name", "service_type", "index_name", "description", "configuration", "scheduling");

    private final Path path;
    private final List<Problem> problems = new ArrayList<>();

    private DraftFile(Path path) {
        this.path = path;
    }

    /**
     * What the file says.
     *
     * @throws ConfigException with all that is wrong
     */
    public static Draft read(Path path) {
        DraftFile file = new DraftFile(path);
        Draft draft = file.draft(file.parse());
        if (!file.problems.isEmpty()) {
            throw new ConfigException(file.problems);
        }
        return draft;
    }

    private JsonNode parse() {
        YAMLMapper mapper = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .build();
        try {
            JsonNode root = mapper.readTree(Files.readAllBytes(path));
            if (!root.isObject()) {
                throw new ConfigException(path.toString(), "must hold keys, such as 'service_type: dir'");
            }
            return root;
        } catch (JacksonException e) {
            String where =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            String what = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new ConfigException(path + where, "neither YAML nor JSON: " + what);
        } catch (IOException e) {
            throw new ConfigException(path.toString(), FileTrouble.reading(path, e));
        }
    }

    private Draft draft(JsonNode root) {
        for (String key : root.propertyNames()) {
            if (!KEYS.contains(key)) {
                problems.add(new Problem(key, "unknown key" + Nearest.suggestion(key, KEYS)));
            }
        }
        return new Draft(
                text(root, "id"),
                text(root, "name"),
                text(root, "service_type"),
                text(root, "index_name"),
                text(root, "description"),
                values(root.path("configuration")),
                schedules(root.path("scheduling")));
    }

    private @Nullable String text(JsonNode root, String key) {
        JsonNode value = root.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isValueNode()) {
            problems.add(new Problem(key, "must be a text"));
            return null;
        }
        return value.asString();
    }

    private Map<String, Object> values(JsonNode configuration) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : configuration.properties()) {
            Object value = plain(entry.getValue());
            if (value != null) {
                values.put(entry.getKey(), value);
            } else if (!entry.getValue().isNull()) {
                problems.add(new Problem(entry.getKey(), "must be a text, a number, true, false or a list of texts"));
            }
        }
        return values;
    }

    private static @Nullable Object plain(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isArray() && value.valueStream().allMatch(JsonNode::isValueNode)) {
            return value.valueStream().map(JsonNode::asString).toList();
        }
        return value.isValueNode() && !value.isNull() ? value.asString() : null;
    }

    private Map<JobType, String> schedules(JsonNode scheduling) {
        Map<JobType, String> schedules = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : scheduling.properties()) {
            JobType type = JobType.of(entry.getKey());
            if (type == JobType.UNKNOWN || !entry.getValue().isString()) {
                problems.add(new Problem(
                        "scheduling." + entry.getKey(),
                        "must be full, incremental or access_control, with a cron expression such as '0 0 * * * ?'"));
            } else {
                schedules.put(type, entry.getValue().asString());
            }
        }
        return schedules;
    }
}
