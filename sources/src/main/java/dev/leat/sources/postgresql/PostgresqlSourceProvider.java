package dev.leat.sources.postgresql;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.sources.sql.ServerSource;
import dev.leat.sources.sql.SqlFields;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The source {@code postgresql}: the tables of a PostgreSQL database, one document a row. */
public final class PostgresqlSourceProvider implements DataSourceProvider {
    private static final String USER = "username";

    /** A page is a query of its own, so it is not as small as what is fetched at a time may be. */
    private static final int PAGE_ROWS = 2_000;

    @Override
    public String serviceType() {
        return "postgresql";
    }

    @Override
    public String displayName() {
        return "PostgreSQL";
    }

    @Override
    public String description() {
        return "Tables of a PostgreSQL database, one document a row";
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.BASIC_RULES, Feature.ADVANCED_RULES, Feature.INCREMENTAL_SYNC);
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        return SqlFields.schema(
                SqlFields.host(),
                SqlFields.port("5432"),
                SqlFields.user(USER),
                SqlFields.password(),
                SqlFields.database(),
                ConfigurationField.string("schema", "Schema")
                        .required()
                        .describedAs("Schema that has the tables, usually public; several are separated by commas"),
                SqlFields.tables(),
                SqlFields.fetchSize("50"),
                SqlFields.retryCount(),
                SqlFields.tlsEnabled("encrypted if the server offers it"),
                SqlFields.tlsAuthority());
    }

    @Override
    public DataSource open(Configuration configuration) {
        List<String> schemas = Stream.of(configuration.string("schema").split(","))
                .map(String::strip)
                .filter(schema -> !schema.isEmpty())
                .distinct()
                .toList();
        if (schemas.isEmpty()) {
            throw new ConfigException(List.of(new Problem("schema", "must name a schema, such as public")));
        }
        return new ServerSource(
                new PostgresqlDialect(SqlFields.server(configuration, USER), schemas),
                SqlFields.settings(configuration, PAGE_ROWS, Integer.MAX_VALUE),
                SqlFields.follow(configuration));
    }
}
