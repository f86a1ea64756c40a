package dev.leat.app.collection;

import dev.leat.datastore.schema.Schema;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A file of schemas, as {@code datastore.exportSchema()} writes it. */
final class SchemaFile {

    private SchemaFile() {}

    /**
     * The schemas in a file.
     *
     * @throws ConfigException when there is none in it, or the file holds something else; names the file
     */
    static List<Schema> read(Path file) throws IOException {
        List<Schema> schemas;
        try {
            schemas = Schema.parseAll(Files.readAllBytes(file));
        } catch (ConfigException e) {
            throw new ConfigException(e.problems().stream()
                    .map(problem -> new Problem(
                            file.toString(),
                            problem.message() + "; a file that datastore.exportSchema() wrote is expected"))
                    .toList());
        }
        if (schemas.isEmpty()) {
            throw new ConfigException(file.toString(), "there is no schema of a collection in it");
        }
        Set<String> names = new HashSet<>();
        for (Schema schema : schemas) {
            if (!names.add(schema.collection())) {
                throw new ConfigException(
                        file.toString(), "there are two schemas of collection " + schema.collection() + " in it");
            }
        }
        return schemas;
    }
}
