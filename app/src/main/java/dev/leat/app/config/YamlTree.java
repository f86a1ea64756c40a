package dev.leat.app.config;

import dev.leat.app.file.FileTrouble;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A YAML file as settings by their full keys, {@code elasticsearch.bulk.chunk_size}: nested and dotted keys, and mixtures,
 * are the same. Every value is a text, a list, or null; variables of the environment are filled in.
 */
public final class YamlTree {

    /** Far more than any configuration; a file that unfolds to more was made to do harm. */
    private static final int MOST_VALUES = 10_000;

    private static final int DEEPEST = 20;

    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    private final Path file;
    private final EnvironmentText environment;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int count;

    private YamlTree(Path file, EnvironmentText environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException when it cannot be read, is no YAML, or asks for variables that are not set
     */
    public static Map<String, @Nullable Object> read(Path file, EnvironmentText environment) {
        YamlTree tree = new YamlTree(file, environment);
        tree.load().ifPresent(root -> {
            if (root instanceof MappingNode map) {
                tree.flatten("", "", map, tree.values, 0);
            } else {
                throw new ConfigException(file.toString(), "must hold keys, such as 'connectors:'");
            }
        });
        if (!tree.problems.isEmpty()) {
            throw new ConfigException(tree.problems);
        }
        return tree.values;
    }

    private Optional<Node> load() {
        // Nodes and not values: 007 and yes stay what somebody wrote, and no tag makes anything.
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        try {
            return new Compose(settings).composeString(Files.readString(file, StandardCharsets.UTF_8));
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(mark -> ", line " + (mark.getLine() + 1))
                    .orElse("");
            throw new ConfigException(file + where, "not valid YAML: " + firstLine(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ConfigException(file.toString(), "not valid YAML: " + firstLine(e.getMessage()));
        } catch (IOException e) {
            throw new ConfigException(file.toString(), FileTrouble.reading(file, e));
        }
    }

    /** @param where the map stands, for messages */
    private void flatten(String where, String prefix, MappingNode map, Map<String, @Nullable Object> into, int depth) {
        Set<String> names = new HashSet<>();
        for (NodeTuple entry : map.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
                throw new ConfigException(file.toString(), "a key must be a text, in '%s'".formatted(where + prefix));
            }
            String name = scalar.getValue();
            String key = prefix + name;
            if (!names.add(name)) {
                problems.add(new Problem(file + ": " + where + key, "stands there twice"));
            }
            if (entry.getValueNode() instanceof MappingNode inner && depth < DEEPEST) {
                flatten(where, name.equals("<<") ? prefix : key + ".", inner, into, depth + 1);
            } else {
                into.put(key, value(where + key, entry.getValueNode(), depth));
            }
        }
    }

    private @Nullable Object value(String key, Node node, int depth) {
        count++;
        if (count > MOST_VALUES || depth >= DEEPEST) {
            throw new ConfigException(
                    file.toString(), "unfolds to more than %d values at '%s'".formatted(MOST_VALUES, key));
        }
        return switch (node) {
            case SequenceNode list -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (Node element : list.getValue()) {
                    elements.add(value("%s[%d]".formatted(key, elements.size()), element, depth + 1));
                }
                yield elements;
            }
            case MappingNode map -> {
                Map<String, @Nullable Object> inner = new LinkedHashMap<>();
                flatten(key + ".", "", map, inner, depth + 1);
                yield inner;
            }
            case ScalarNode scalar -> text(key, scalar.getValue());
            default -> throw new ConfigException(file.toString(), "'%s' cannot be understood".formatted(key));
        };
    }

    private @Nullable String text(String key, String written) {
        try {
            String text = environment.expand(written);
            return NOTHING.contains(text) ? null : text;
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(file + ": " + key, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
