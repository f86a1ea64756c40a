package dev.leat.connect.service;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.SecretReferences;
import dev.leat.connect.SourceException;
import dev.leat.connect.protocol.ConfigurationDocument;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens sources by what the documents of connectors say. Thread-safe. */
final class Sources {

    private final DataSourceCatalog catalog;
    private final SecretReferences secrets;
    private final @Nullable Long fileBytes;

    /** @param fileBytes the largest file whose content is wanted; null to leave that to each source */
    Sources(DataSourceCatalog catalog, SecretReferences secrets, @Nullable Long fileBytes) {
        this.catalog = catalog;
        this.secrets = secrets;
        this.fileBytes = fileBytes;
    }

    /**
     * The provider of a service type.
     *
     * @throws ConfigException when there is none; it names those that are there
     */
    DataSourceProvider provider(@Nullable String serviceType) {
        if (serviceType == null || serviceType.isBlank()) {
            throw new ConfigException("service_type", "the connector has none; choose one of " + known());
        }
        return catalog.find(serviceType)
                .orElseThrow(() -> new ConfigException(
                        "service_type",
                        "this service has no source '%s'; it has %s. Add the source to plugins/, or change the connector"
                                .formatted(serviceType, known())));
    }

    private String known() {
        return catalog.providers().stream().map(DataSourceProvider::serviceType).collect(Collectors.joining(", "));
    }

    /**
     * The settings in force of a configuration document, with secrets resolved.
     *
     * @throws ConfigException with everything that is missing or wrong
     */
    Configuration configuration(DataSourceProvider provider, Map<String, ? extends @Nullable Object> document) {
        ConfigurationSchema schema = provider.configurationSchema();
        List<Problem> missing = schema.fields().stream()
                .filter(field -> !document.containsKey(field.key()))
                .map(field -> new Problem(field.key(), "is missing in the configuration of the connector"))
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigException(missing);
        }
        return new ConfigurationDocument(new LinkedHashMap<>(document))
                .configure(schema, secrets)
                .withFileLimit(fileBytes);
    }

    /**
     * Opens a source; the caller closes it.
     *
     * @throws SourceException when the source refuses
     */
    DataSource open(DataSourceProvider provider, Configuration configuration) throws InterruptedException {
        try {
            return provider.open(configuration);
        } catch (LeatException | InterruptedException e) {
            throw e;
        } catch (Exception e) { // A source may be anybody's code.
            throw new SourceException(
                    "The source '" + provider.serviceType() + "' cannot be opened: " + ErrorText.of(e), e);
        }
    }
}
