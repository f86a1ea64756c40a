package dev.leat.sources.postgresql;

import dev.leat.elastic.Secret;
import dev.leat.sources.sql.SqlForms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is, and how its rows become documents.
 *
 * @param schemas at least one
 * @param authority certificates in PEM form that must vouch for the server; null to take any server
 * @param silenceSeconds how long the server may say nothing
 * @param readers how many connections read one table
 */
record PostgresqlSettings(
        String host,
        int port,
        String user,
        Secret password,
        String database,
        List<String> schemas,
        @Nullable String authority,
        int silenceSeconds,
        int readers,
        SqlForms forms) {

    PostgresqlSettings {
        schemas = List.copyOf(schemas);
    }
}
