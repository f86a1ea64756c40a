package dev.leat.sources.sqlite;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.sources.sql.SqlSettings;
import dev.leat.sources.sql.SqlSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The source {@code sqlite}: the tables of an SQLite file, one document a row. */
public final class SqliteSourceProvider implements DataSourceProvider {

    @Override
    public String serviceType() {
        return "sqlite";
    }

    @Override
    public String displayName() {
        return "SQLite";
    }

    @Override
    public String description() {
        return "Tables of an SQLite database file, one document a row";
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        return ConfigurationSchema.of(
                ConfigurationField.string("database", "Database file")
                        .required()
                        .describedAs("The file of the database; it is only read"),
                ConfigurationField.list("tables", "Tables")
                        .withDefault("*")
                        .describedAs("Names of tables; * stands for every ordinary table. Views and virtual tables are"
                                + " mirrored when they are named"),
                ConfigurationField.integer("page_rows", "Rows per page")
                        .withDefault("2000")
                        .between(1, 100_000)
                        .describedAs("Rows that are read at a time; between pages, other programs may write"),
                ConfigurationField.integer("max_binary_kb", "Largest binary value (KB)")
                        .withDefault("64")
                        .between(0, 100_000)
                        .describedAs("Binary values up to this size are mirrored in base64, larger ones are left out"));
    }

    @Override
    public DataSource open(Configuration configuration) {
        String database = configuration.string("database");
        try {
            return new SqlSource(
                    new SqliteDialect(Path.of(database).toAbsolutePath()),
                    SqlSettings.of(
                            configuration.list("tables"),
                            (int) configuration.integer("page_rows"),
                            configuration.integer("max_binary_kb") << 10));
        } catch (InvalidPathException e) {
            throw new ConfigException(
                    List.of(new Problem("database", "'" + database + "' is no path: " + e.getReason())));
        }
    }
}
