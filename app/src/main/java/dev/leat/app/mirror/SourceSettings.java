package dev.leat.app.mirror;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.FieldType;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a source from {@code KEY=VALUE} texts. A secret never stands there: {@code KEY=@FILE} names a
 * file that holds it, {@code KEY=-} asks for it, and without either, the variable {@code LEAT_SOURCE_KEY} has it.
 *
 * @param prompt asks the person for a secret, given what to ask for
 */
public record SourceSettings(
        ConfigurationSchema schema, Map<String, String> environment, Function<String, Secret> prompt) {

    private static final String VARIABLE = "LEAT_SOURCE_";

    /**
     * The checked settings.
     *
     * @throws ConfigException with all that is wrong
     */
    public Configuration parse(List<String> texts) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                problems.add(new Problem("--set", "'" + text + "' is not of the form KEY=VALUE"));
                continue;
            }
            String key = text.substring(0, equals);
            Object value = value(key, text.substring(equals + 1), problems);
            if (value != null && values.put(key, value) != null) {
                problems.add(new Problem(key, "is set twice; lists are written with commas: " + key + "=a,b"));
            }
        }
        for (ConfigurationField field : schema.fields()) {
            String variable = VARIABLE + field.key().toUpperCase(Locale.ROOT);
            String secret = environment.get(variable);
            if (field.type() == FieldType.SECRET && secret != null) {
                values.putIfAbsent(field.key(), new Secret(secret));
            }
        }
        return configure(values, problems);
    }

    private Configuration configure(Map<String, Object> values, List<Problem> problems) {
        try {
            Configuration configuration = schema.configure(values);
            if (problems.isEmpty()) {
                return configuration;
            }
        } catch (ConfigException e) {
            // A value that could not be read is not missing as well.
            e.problems().stream()
                    .filter(problem ->
                            problems.stream().noneMatch(known -> known.key().equals(problem.key())))
                    .forEach(problems::add);
        }
        throw new ConfigException(problems);
    }

    private @Nullable Object value(String key, String text, List<Problem> problems) {
        boolean secret =
                schema.find(key).map(field -> field.type() == FieldType.SECRET).orElse(false);
        if (!secret || text.isEmpty()) {
            return text;
        }
        if (text.equals("-")) {
            return prompt.apply(key);
        }
        if (!text.startsWith("@")) {
            problems.add(new Problem(
                    key,
                    "is a secret and must not stand on the command line; put it in a file and write --set %s=@FILE, let"
                                    .formatted(key)
                            + " --set %s=- ask for it, or set %s%s"
                                    .formatted(key, VARIABLE, key.toUpperCase(Locale.ROOT))));
            return null;
        }
        Path file = Path.of(text.substring(1));
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            problems.add(new Problem(key, "the file " + file + " cannot be read"));
            return null;
        }
    }
}
