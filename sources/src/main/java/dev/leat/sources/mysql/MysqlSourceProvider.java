package dev.leat.sources.mysql;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import dev.leat.sources.sql.ServerSource;
import dev.leat.sources.sql.SqlFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The source {@code mysql}: the tables of a MySQL or MariaDB database, one document a row. */
public final class MysqlSourceProvider implements DataSourceProvider {
    /** A page comes in one stream, of which the driver keeps so many. */
    private static final int ROWS_IN_MEMORY = 200;

    @Override
    public String serviceType() {
        return "mysql";
    }

    @Override
    public String displayName() {
        return "MySQL";
    }

    @Override
    public String description() {
        return "Tables of a MySQL or MariaDB database, one document a row";
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.BASIC_RULES, Feature.ADVANCED_RULES, Feature.INCREMENTAL_SYNC);
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        List<ConfigurationField> fields = new ArrayList<>(List.of(
                SqlFields.host(),
                SqlFields.port("3306"),
                ConfigurationField.string("user", "User")
                        .required()
                        .describedAs("User who may read the tables; more rights are not needed"),
                SqlFields.password(),
                ConfigurationField.string("database", "Database").required().describedAs("Name of the database"),
                SqlFields.tables(),
                SqlFields.tlsEnabled("not encrypted"),
                SqlFields.tlsAuthority(),
                SqlFields.fetchSize("5000"),
                SqlFields.retryCount()));
        fields.addAll(SqlFields.own());
        return new ConfigurationSchema(fields);
    }

    @Override
    public DataSource open(Configuration configuration) {
        MysqlSettings settings = new MysqlSettings(
                SqlFields.host(configuration),
                (int) configuration.integer("port"),
                configuration.string("user"),
                configuration.secret("password"),
                configuration.string("database"),
                SqlFields.authority(configuration),
                SqlFields.silenceSeconds(configuration),
                SqlFields.readers(configuration),
                SqlFields.forms(configuration));
        return new ServerSource(
                new MysqlDialect(settings),
                SqlFields.settings(configuration, 1, ROWS_IN_MEMORY),
                SqlFields.follow(configuration));
    }
}
