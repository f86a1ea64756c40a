package dev.leat.sources.mysql;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import dev.leat.sources.sql.ServerSource;
import dev.leat.sources.sql.SqlFields;
import java.util.Set;

/** The source {@code mysql}: the tables of a MySQL or MariaDB database, one document a row. */
public final class MysqlSourceProvider implements DataSourceProvider {
    private static final String USER = "user";

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
        return SqlFields.schema(
                SqlFields.host(),
                SqlFields.port("3306"),
                SqlFields.user(USER),
                SqlFields.password(),
                SqlFields.database(),
                SqlFields.tables(),
                SqlFields.tlsEnabled("not encrypted"),
                SqlFields.tlsAuthority(),
                SqlFields.fetchSize("5000"),
                SqlFields.retryCount());
    }

    @Override
    public DataSource open(Configuration configuration) {
        return new ServerSource(
                new MysqlDialect(SqlFields.server(configuration, USER)),
                SqlFields.settings(configuration, 1, ROWS_IN_MEMORY),
                SqlFields.follow(configuration));
    }
}
