package dev.leat.connect;

import java.util.Set;

/**
 * One kind of data source: its name, its settings, and how to open it.
 *
 * <p><b>Lifecycle.</b> Found by {@link java.util.ServiceLoader} (a file {@code
 * META-INF/services/dev.leat.connect.DataSourceProvider} in the jar) or named by class; needs a public no-argument
 * constructor that does nothing. One provider opens any number of sources, several of them at once.
 *
 * <p><b>Threads.</b> Every method may be called from any thread.
 */
public interface DataSourceProvider {

    /** The name users write, in lower case and {@code snake_case}: {@code dir}, {@code postgresql}. Never changes. */
    String serviceType();

    /** What people call it: {@code PostgreSQL}. */
    default String displayName() {
        return serviceType();
    }

    /** One short sentence for lists and help: what is mirrored. */
    String description();

    /** The settings, in the order in which a person should meet them. Constant; no I/O. */
    ConfigurationSchema configurationSchema();

    /** What the sources that this opens can do beyond a full sync. Constant. */
    default Set<Feature> features() {
        return Set.of(Feature.BASIC_RULES);
    }

    /**
     * Opens a source. Cheap: connections are made by {@link DataSource#ping()} or on first use.
     *
     * @param configuration settings that {@link #configurationSchema()} has accepted
     * @throws dev.leat.elastic.ConfigException when settings contradict each other; name every problem at once
     * @throws Exception whatever else keeps it from opening; its message is shown to the user in one line
     */
    DataSource open(Configuration configuration) throws Exception;
}
