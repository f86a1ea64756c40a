package dev.leat.connect;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The kinds of sources that are there, by service type. Immutable.
 *
 * @param providers sorted by service type
 */
public record DataSourceCatalog(List<DataSourceProvider> providers) {

    public DataSourceCatalog {
        providers = providers.stream()
                .sorted(Comparator.comparing(DataSourceProvider::serviceType))
                .toList();
    }

    /** What the {@link ServiceLoader} finds with this class loader. */
    public static DataSourceCatalog load(ClassLoader classLoader) {
        return new DataSourceCatalog(ServiceLoader.load(DataSourceProvider.class, classLoader).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    public Optional<DataSourceProvider> find(String serviceType) {
        return providers.stream()
                .filter(provider -> provider.serviceType().equals(serviceType))
                .findFirst();
    }

    /** The provider of a service type; when there is none, an error that names the nearest and all known ones. */
    public DataSourceProvider require(String serviceType) {
        return find(serviceType).orElseThrow(() -> {
            List<String> types =
                    providers.stream().map(DataSourceProvider::serviceType).toList();
            String meant = Spelling.nearest(serviceType, types)
                    .map(nearest -> "; did you mean '" + nearest + "'?")
                    .orElse("");
            return new ConfigException(List.of(new Problem(
                    "type",
                    "there is no source '%s'%s Known are: %s"
                            .formatted(serviceType, meant.isEmpty() ? "." : meant, String.join(", ", types)))));
        });
    }
}
