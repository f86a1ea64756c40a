package dev.leat.app.ingest;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;

/** A source that a configuration names by its class. */
public final class PlainProvider implements DataSourceProvider {

    @Override
    public String serviceType() {
        return "plain";
    }

    @Override
    public String description() {
        return "Nothing at all";
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        return ConfigurationSchema.of();
    }

    @Override
    public DataSource open(Configuration configuration) {
        throw new UnsupportedOperationException();
    }
}
