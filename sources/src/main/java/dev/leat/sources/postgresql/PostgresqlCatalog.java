package dev.leat.sources.postgresql;

import dev.leat.sources.sql.FirstColumn;
import dev.leat.sources.sql.ServerSettings;
import dev.leat.sources.sql.SqlForms;
import dev.leat.sources.sql.Table;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of some schemas, as PostgreSQL's catalog tells them. For one call. */
final class PostgresqlCatalog {
    /** Ordinary and partitioned tables; partitions are read through their table. */
    private static final Set<String> TABLES = Set.of("r", "p");

    private static final String RELATIONS = """
            SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.reltuples::int8,
                   EXISTS (SELECT 1 FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class k ON k.oid = h.inhrelid
                           WHERE h.inhparent = c.oid AND k.relnamespace = c.relnamespace AND NOT k.relispartition)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
            ORDER BY n.nspname, c.relname""";

    private static final String COLUMNS = """
            SELECT a.attrelid, a.attnum, a.attname, a.attnotnull, tn.nspname, t.typname, coalesce(b.typname, t.typname),
                   coalesce(b.typcategory, t.typcategory) = 'A'
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
            LEFT JOIN pg_catalog.pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
            WHERE n.nspname = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attrelid, a.attnum""";

    /** Unique indices of whole columns, the primary key first, then those with the fewest columns. */
    private static final String KEYS = """
            SELECT i.indrelid, i.indexrelid, i.indisprimary, k.attnum
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
            WHERE n.nspname = ANY (?) AND i.indisunique AND i.indisvalid AND i.indimmediate
              AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
              AND i.indcollation[k.place - 1] = a.attcollation
            ORDER BY i.indrelid, i.indisprimary DESC, i.indnkeyatts, i.indexrelid, k.place""";

    private final ServerSettings settings;
    private final List<String> schemas;
    private final PostgresqlTypes types;
    private final Map<Long, List<Attribute>> attributes = new HashMap<>();
    private final Map<Long, List<Index>> indices = new HashMap<>();
    private boolean tracksCommits;

    PostgresqlCatalog(ServerSettings settings, List<String> schemas) {
        this.settings = settings;
        this.schemas = schemas;
        this.types = new PostgresqlTypes(settings.forms().json());
    }

    private record Attribute(int number, String name, boolean notNull, PgType type) {}

    private record Index(long oid, boolean primary, List<Integer> columns) {}

    /** @throws SQLException also when a schema is not there */
    List<Table> tables(Connection connection) throws SQLException {
        tracksCommits = "on".equals(FirstColumn.first(connection, "SHOW track_commit_timestamp"));
        each(connection, COLUMNS, this::addAttribute);
        each(connection, KEYS, this::addIndex);
        List<Table> tables = new ArrayList<>();
        each(connection, RELATIONS, rows -> tables.add(table(rows)));
        return tables;
    }

    /** The schemas that the user may look into. */
    static List<String> schemas(Connection connection) throws SQLException {
        return FirstColumn.all(
                connection,
                "SELECT nspname FROM pg_catalog.pg_namespace"
                        + " WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
                        + " AND pg_catalog.has_schema_privilege(oid, 'USAGE')");
    }

    private interface Row {
        void take(ResultSet rows) throws SQLException;
    }

    private void each(Connection connection, String sql, Row row) throws SQLException {
        Array names = connection.createArrayOf("text", schemas.toArray());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.take(rows);
                }
            }
        }
    }

    private void addAttribute(ResultSet rows) throws SQLException {
        PgType type = new PgType(rows.getString(5), rows.getString(6), rows.getString(7), rows.getBoolean(8));
        attributes
                .computeIfAbsent(rows.getLong(1), table -> new ArrayList<>())
                .add(new Attribute(rows.getInt(2), rows.getString(3), rows.getBoolean(4), type));
    }

    private void addIndex(ResultSet rows) throws SQLException {
        List<Index> all = indices.computeIfAbsent(rows.getLong(1), table -> new ArrayList<>());
        long oid = rows.getLong(2);
        if (all.isEmpty() || all.getLast().oid() != oid) {
            all.add(new Index(oid, rows.getBoolean(3), new ArrayList<>()));
        }
        all.getLast().columns().add(rows.getInt(4));
    }

    private Table table(ResultSet rows) throws SQLException {
        long oid = rows.getLong(1);
        String schema = rows.getString(2);
        String name = rows.getString(3);
        String kind = rows.getString(4);
        List<Attribute> all = attributes.getOrDefault(oid, List.of());
        List<Table.Column> columns = all.stream()
                .map(attribute ->
                        types.column(attribute.name(), PostgresqlDialect.column(attribute.name()), attribute.type()))
                .toList();
        Index index = indices.getOrDefault(oid, List.of()).stream()
                .filter(candidate -> isKey(candidate, all))
                .findFirst()
                .orElse(null);
        // Rows of tables that inherit from this one are read with those.
        String reference = (rows.getBoolean(6) ? "ONLY " : "") + PostgresqlDialect.quoted(schema) + "."
                + PostgresqlDialect.quoted(name) + " AS " + PostgresqlDialect.ROW;
        return new Table(
                schema + "." + name,
                schema,
                name,
                reference,
                !TABLES.contains(kind) ? Table.Kind.DERIVED : index == null ? Table.Kind.KEYLESS : Table.Kind.TABLE,
                columns,
                key(index, all, columns),
                paging(index, all),
                kind.equals("r") && tracksCommits ? changeQuery(reference) : null,
                rows.getLong(5));
    }

    private boolean isKey(Index index, List<Attribute> all) {
        return index.primary()
                || (settings.forms().keyless() == SqlForms.Keyless.UNIQUE_INDEX
                        && all.stream()
                                .filter(attribute -> index.columns().contains(attribute.number()))
                                .allMatch(Attribute::notNull));
    }

    private static List<Table.Column> key(@Nullable Index index, List<Attribute> all, List<Table.Column> columns) {
        return index == null
                ? List.of()
                : index.columns().stream()
                        .map(number -> columns.get(all.indexOf(of(number, all))))
                        .toList();
    }

    private static Table.Paging paging(@Nullable Index index, List<Attribute> all) {
        if (index == null) {
            return new Table.Paging.Whole();
        }
        List<Table.OrderColumn> order = index.columns().stream()
                .map(number -> of(number, all))
                .map(attribute -> PostgresqlTypes.orderColumn(attribute.name(), attribute.type()))
                .toList();
        return new Table.Paging.ByColumns(order, Table.Stability.STABLE, Table.Comparison.ROW_VALUES);
    }

    private static Attribute of(int number, List<Attribute> all) {
        return all.stream()
                .filter(attribute -> attribute.number() == number)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("An index has a column that the table has not: " + number));
    }

    private static String changeQuery(String reference) {
        return "SELECT pg_catalog.to_char(max(pg_catalog.pg_xact_commit_timestamp(xmin)) AT TIME ZONE 'UTC',"
                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"') FROM " + reference;
    }
}
