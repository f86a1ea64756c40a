package dev.leat.app.ingest;

import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.protocol.ConfigurationDocument;
import dev.leat.elastic.Json;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;

/**
 * What {@code elastic-ingest} and {@code leat serve} do with a configuration.
 *
 * @param file as it was given; null for the one of the installation, if there is one
 * @param environment the variables of the process
 * @param home of the installation; null when there is none
 */
public record Ingest(
        @Nullable Path file,
        Map<String, String> environment,
        @Nullable String home) {

    /** Names the sources, one a line. */
    public void list(PrintStream out) {
        DataSourceCatalog sources = sources();
        out.println("Registered connectors:");
        for (DataSourceProvider provider : sources.providers()) {
            out.println("- " + provider.displayName());
        }
        out.println("Bye");
    }

    /** Prints the configuration that a connector of a type begins with, as JSON. */
    public void config(String serviceType, PrintStream out) {
        ConfigurationDocument document =
                ConfigurationDocument.of(sources().require(serviceType).configurationSchema());
        out.println(Json.MAPPER
                .rebuild()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(document.entries()));
    }

    /**
     * All that the configuration says.
     *
     * @throws dev.leat.elastic.ConfigException with all that is wrong
     */
    public IngestSettings settings() {
        return IngestSettings.read(configuration(), environment, home);
    }

    private DataSourceCatalog sources() {
        return IngestSettings.sources(configuration(), environment, home);
    }

    private Optional<Path> configuration() {
        if (file != null) {
            return Optional.of(file);
        }
        String named = environment.get("LEAT_CONFIG");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        return home == null
                ? Optional.empty()
                : Stream.of("config.yml", "leat.yml")
                        .map(name -> Path.of(home, "conf", name))
                        .filter(Files::isReadable)
                        .findFirst();
    }
}
