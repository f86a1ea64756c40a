package dev.leat.app.ingest;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import dev.leat.elastic.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The section {@code sources}: which class opens the sources of a type. A Java class is used as it is; a class of
 * Elastic's service, {@code connectors.sources.mongo:MongoDataSource}, stands for the built-in source of that type.
 */
final class SourceMap {

    /** A class in Python. */
    private static final Pattern PYTHON = Pattern.compile("[A-Za-z_][\\w.]*:[A-Za-z_]\\w*");

    /** What types were called in the beginning. */
    private static final Map<String, String> OLD_NAMES = Map.of("mongo", "mongodb");

    private final IngestFile file;
    private final Plugins plugins;
    private final Map<String, DataSourceProvider> providers;
    private final List<String> translated = new ArrayList<>();

    private SourceMap(IngestFile file, Plugins plugins, Map<String, DataSourceProvider> providers) {
        this.file = file;
        this.plugins = plugins;
        this.providers = providers;
    }

    /**
     * The built-in sources, those of the plugins, and those of the file; problems go to the file.
     *
     * @param served types that connectors have
     */
    static DataSourceCatalog read(IngestFile file, Plugins plugins, Map<String, String> served) {
        Map<String, String> named = file.section("sources");
        SourceMap map = new SourceMap(file, plugins, plugins.providers(named.keySet(), file::foreignProblem));
        named.forEach(map::add);
        if (!map.translated.isEmpty()) {
            file.warn(
                    "sources",
                    "these are classes of Elastic's service; the sources of that type that are built in are used: "
                            + String.join(", ", map.translated));
        }
        served.forEach(map::serve);
        return new DataSourceCatalog(List.copyOf(map.providers.values()));
    }

    private void add(String type, String name) {
        if (!PYTHON.matcher(name).matches()) {
            open(type, name).ifPresent(provider -> providers.put(type, new Named(type, provider)));
            return;
        }
        DataSourceProvider builtIn = providers.get(OLD_NAMES.getOrDefault(type, type));
        if (builtIn != null) {
            translated.add(type);
            providers.put(type, new Named(type, builtIn));
        }
        // One that is not built in matters only when a connector is of that type.
    }

    private void serve(String key, String type) {
        DataSourceProvider provider = providers.get(OLD_NAMES.getOrDefault(type, type));
        if (provider == null) {
            file.problem(
                    key,
                    "there is no source '%s'%s Known are: %s"
                            .formatted(
                                    type,
                                    Nearest.find(type, providers.keySet())
                                            .map(near -> "; did you mean '" + near + "'?")
                                            .orElse("."),
                                    String.join(", ", new java.util.TreeSet<>(providers.keySet()))));
        } else {
            providers.putIfAbsent(type, new Named(type, provider));
        }
    }

    private Optional<DataSourceProvider> open(String type, String name) {
        try {
            return Optional.of(new ProviderClass(name, plugins.classLoader()).open());
        } catch (IllegalArgumentException e) {
            String where = e.getCause() instanceof ClassNotFoundException
                    ? " in Leat or the %d jars of %s; put its jar there"
                            .formatted(
                                    plugins.jars().size(),
                                    plugins.folder().toAbsolutePath().normalize())
                    : "";
            file.problem("sources." + type, e.getMessage() + where);
            return Optional.empty();
        }
    }

    /** A provider under the type that the file gives it. */
    private record Named(String serviceType, DataSourceProvider provider) implements DataSourceProvider {

        @Override
        public String displayName() {
            return provider.displayName();
        }

        @Override
        public String description() {
            return provider.description();
        }

        @Override
        public ConfigurationSchema configurationSchema() {
            return provider.configurationSchema();
        }

        @Override
        public Set<Feature> features() {
            return provider.features();
        }

        @Override
        public DataSource open(Configuration configuration) throws Exception {
            return provider.open(configuration);
        }
    }
}
