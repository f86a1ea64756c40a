package dev.leat.app.config;

import dev.leat.app.file.FileTrouble;
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
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads {@code leat.yml}: snake_case keys in sections. A key that means nothing is an error, not a surprise later. What the
 * connectors service alone has to know is left to it; of a {@code config.yml}, nothing is complained about here.
 */
final class ConfigFile {

    private static final List<String> SECTIONS = List.of("elasticsearch", "sync");

    /** Keys of the connectors service that have another form in {@code leat.yml}. */
    private static final List<String> ELSEWHERE = List.of("host", "api_key", "password");

    private final Path path;
    private final List<Problem> problems = new ArrayList<>();

    private ConfigFile(Path path) {
        this.path = path;
    }

    /**
     * The settings of a file.
     *
     * @throws ConfigException with all that is wrong
     */
    static Layer read(Path path) {
        ConfigFile file = new ConfigFile(path);
        JsonNode root = file.parse();
        Map<String, String> section = file.section(root);
        if (!file.problems.isEmpty()) {
            throw new ConfigException(file.problems);
        }
        return Layer.of(path.toString(), section);
    }

    private JsonNode parse() {
        YAMLMapper mapper = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .build();
        try {
            return mapper.readTree(Files.readAllBytes(path));
        } catch (JacksonException e) {
            String where =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            String what = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new ConfigException(path + where, "not valid YAML: " + what);
        } catch (IOException e) {
            throw new ConfigException(path.toString(), FileTrouble.reading(path, e));
        }
    }

    private Map<String, String> section(JsonNode root) {
        Map<String, String> section = new LinkedHashMap<>();
        if (root.isMissingNode() || root.isNull()) {
            return section;
        }
        if (!root.isObject()) {
            problems.add(new Problem(path.toString(), "must hold sections, such as 'elasticsearch:'"));
            return section;
        }
        for (String name : root.propertyNames()) {
            if (isOurs() && !isOfService(name) && !SECTIONS.contains(name)) {
                problem(name, "unknown key" + Nearest.suggestion(name, SECTIONS));
            }
        }
        JsonNode elasticsearch = root.path("elasticsearch");
        if (elasticsearch.isObject()) {
            elasticsearch.properties().forEach(entry -> read(section, entry.getKey(), entry.getValue()));
        } else if (!elasticsearch.isMissingNode() && !elasticsearch.isNull()) {
            problem("elasticsearch", "must hold settings, such as 'url: http://localhost:9200'");
        }
        return section;
    }

    private boolean isOurs() {
        return String.valueOf(path.getFileName()).startsWith("leat.");
    }

    private static boolean isOfService(String key) {
        return ServiceKeys.isKnown(key) || ServiceKeys.isSection(key);
    }

    private void read(Map<String, String> section, String key, JsonNode value) {
        String name = "elasticsearch." + key;
        if (Setting.find(key).isEmpty() && (!isOurs() || (isOfService(name) && !ELSEWHERE.contains(key)))) {
            return;
        }
        if (key.equals("api_key") || key.equals("password")) {
            problem(name, "a secret does not stand here; put it into a file and name that with " + key + "_file");
        } else if (Setting.find(key).isEmpty()) {
            problem(name, "unknown key" + Nearest.suggestion(key, Setting.fileKeys()));
        } else if (value.isArray() && key.equals("url")) {
            section.put(key, value.valueStream().map(JsonNode::asString).collect(Collectors.joining(",")));
        } else if (value.isContainer()) {
            problem(name, "must be one value");
        } else if (!value.isNull()) {
            section.put(key, value.asString());
        }
    }

    private void problem(String key, String message) {
        problems.add(new Problem(path + ": " + key, message));
    }
}
