package dev.leat.app.ingest;

import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.service.ServiceSettings;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.cluster.ClusterSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a configuration file of the connectors service says.
 *
 * @param cluster whose connectors are served
 * @param isClusterNamed whether file or environment say where that cluster is
 * @param catalog the sources that may be used
 * @param extractionService {@code extraction_service.host}; null for none
 * @param logLevel {@code service.log_level}; null when it is not given
 * @param unready why the service cannot start with these settings
 * @param warnings what is worth to be said before the start
 */
public record IngestSettings(
        ServiceSettings service,
        ClusterSettings cluster,
        boolean isClusterNamed,
        DataSourceCatalog catalog,
        @Nullable String extractionService,
        @Nullable String logLevel,
        List<Problem> unready,
        List<String> warnings) {

    public IngestSettings {
        unready = List.copyOf(unready);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a file.
     *
     * @param path the file; none for the defaults and what the environment says
     * @param environment the variables of the process
     * @param home of the installation, where the folder {@code plugins} is; null for the working directory
     * @throws ConfigException with all that is wrong
     */
    public static IngestSettings read(Optional<Path> path, Map<String, String> environment, @Nullable String home) {
        IngestFile file =
                path.map(given -> IngestFile.read(given, environment)).orElseGet(() -> IngestFile.none(environment));
        return new IngestReader(file, environment).read(Path.of(home == null ? "" : home));
    }

    /** Only the sources, for who wants to know of them; what else the file says may be wrong. */
    public static DataSourceCatalog sources(
            Optional<Path> path, Map<String, String> environment, @Nullable String home) {
        IngestFile file =
                path.map(given -> IngestFile.read(given, environment)).orElseGet(() -> IngestFile.none(environment));
        DataSourceCatalog catalog =
                new IngestReader(file, environment).sources(Path.of(home == null ? "" : home), Map.of());
        file.throwProblems();
        return catalog;
    }
}
