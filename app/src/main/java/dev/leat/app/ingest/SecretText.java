package dev.leat.app.ingest;

import dev.leat.connect.SecretReferences;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Secrets in the file of the service itself: given in clear, or by reference to a variable or a file. */
record SecretText(IngestFile file, SecretReferences references) {

    /** Whoever writes this file may refer to everything. */
    SecretText(IngestFile file, Map<String, String> environment) {
        this(file, new SecretReferences(environment, name -> true, path -> true));
    }

    /** The secret; null when it cannot be resolved, which is reported. */
    @Nullable
    Secret resolve(String key, String text) {
        try {
            Object value = references.resolve(Map.of(key, text)).get(key);
            return value instanceof Secret secret ? secret : new Secret(text);
        } catch (ConfigException e) {
            file.problems(e);
            return null;
        }
    }
}
