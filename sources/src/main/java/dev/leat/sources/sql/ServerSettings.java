package dev.leat.sources.sql;

import dev.leat.elastic.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Where a database server is, and how its rows become documents.
 *
 * @param host as an address has it
 * @param authority certificates in PEM form that must vouch for the server; null to take any server
 * @param silenceSeconds how long the server may say nothing
 * @param readers how many connections read one table
 */
public record ServerSettings(
        String host,
        int port,
        String user,
        Secret password,
        String database,
        @Nullable String authority,
        int silenceSeconds,
        int readers,
        SqlForms forms) {

    /** The server in an address: {@code db.example.org:5432}. */
    public String server() {
        return host + ":" + port;
    }
}
