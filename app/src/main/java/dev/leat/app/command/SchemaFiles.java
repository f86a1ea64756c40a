package dev.leat.app.command;

import dev.leat.app.schema.IndexSchema;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of an exported folder that hold mapping, settings and aliases: one, or one for each of several indices. */
record SchemaFiles(Path folder) {

    private static final String ONE = "schema.json";

    /** Writes the schemas that are not there yet. */
    void save(Cluster cluster, List<String> indices) throws IOException {
        for (String index : indices) {
            Path file = folder.resolve(indices.size() == 1 ? ONE : index + "." + ONE);
            if (!Files.exists(file)) {
                IndexSchema.of(cluster, index).write(file);
            }
        }
    }

    /** The schema of a folder that holds one index; none when it was not exported. */
    Optional<IndexSchema> find() throws IOException {
        return read(folder.resolve(ONE));
    }

    /** The schema of one of several indices. */
    Optional<IndexSchema> find(String index) throws IOException {
        return read(folder.resolve(index + "." + ONE));
    }

    private static Optional<IndexSchema> read(Path file) throws IOException {
        return Files.isRegularFile(file) ? Optional.of(IndexSchema.read(file)) : Optional.empty();
    }
}
