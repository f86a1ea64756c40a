package dev.leat.sources.mysql;

import dev.leat.elastic.Secret;
import dev.leat.sources.sql.SqlForms;
import org.jspecify.annotations.Nullable;

/**
 * Where a MySQL or MariaDB is, and how its rows become documents.
 *
 * @param authority certificates in PEM form that must vouch for the server; null for a connection without encryption
 * @param silenceSeconds how long the server may say nothing
 * @param readers how many connections read one table
 */
record MysqlSettings(
        String host,
        int port,
        String user,
        Secret password,
        String database,
        @Nullable String authority,
        int silenceSeconds,
        int readers,
        SqlForms forms) {}
