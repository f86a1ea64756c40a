package dev.leat.sources.mysql;

import dev.leat.sources.sql.ServerSettings;
import dev.leat.sources.sql.SqlForms;
import dev.leat.sources.sql.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of one database, as the information schema tells them. For one call. */
final class MysqlCatalog {
    private static final Set<String> TABLES = Set.of("BASE TABLE", "SYSTEM VERSIONED");
    private static final Set<String> VIEWS = Set.of("VIEW", "SYSTEM VIEW");
    private static final String PRIMARY = "PRIMARY";

    private static final String RELATIONS = "SELECT table_name, table_type, table_rows, update_time"
            + " FROM information_schema.tables WHERE table_schema = ? ORDER BY table_name";
    private static final String COLUMNS = "SELECT table_name, column_name, data_type, column_type, is_nullable"
            + " FROM information_schema.columns WHERE table_schema = ? ORDER BY table_name, ordinal_position";
    private static final String KEYS = "SELECT table_name, index_name, column_name, sub_part"
            + " FROM information_schema.statistics WHERE table_schema = ? AND non_unique = 0"
            + " ORDER BY table_name, index_name <> 'PRIMARY', index_name, seq_in_index";

    private final ServerSettings settings;
    private final MysqlTypes types;
    private final Map<String, List<Attribute>> attributes = new HashMap<>();
    private final Map<String, List<Index>> indices = new HashMap<>();

    MysqlCatalog(ServerSettings settings) {
        this.settings = settings;
        this.types = new MysqlTypes(settings.forms().json());
    }

    private record Attribute(String name, String type, String fullType, boolean notNull) {}

    /** @param columns null for an expression */
    private record Index(String name, List<@Nullable String> columns) {}

    List<Table> tables(Connection connection) throws SQLException {
        each(connection, COLUMNS, this::addAttribute);
        each(connection, KEYS, this::addIndex);
        List<Table> tables = new ArrayList<>();
        each(connection, RELATIONS, rows -> tables.add(table(rows)));
        return tables;
    }

    private interface Row {
        void take(ResultSet rows) throws SQLException;
    }

    private void each(Connection connection, String sql, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, settings.database());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.take(rows);
                }
            }
        }
    }

    private void addAttribute(ResultSet rows) throws SQLException {
        attributes
                .computeIfAbsent(rows.getString(1), table -> new ArrayList<>())
                .add(new Attribute(
                        rows.getString(2),
                        rows.getString(3).toLowerCase(Locale.ROOT),
                        rows.getString(4).toLowerCase(Locale.ROOT),
                        rows.getString(5).equals("NO")));
    }

    private void addIndex(ResultSet rows) throws SQLException {
        List<Index> all = indices.computeIfAbsent(rows.getString(1), table -> new ArrayList<>());
        String name = rows.getString(2);
        if (all.isEmpty() || !all.getLast().name().equals(name)) {
            all.add(new Index(name, new ArrayList<>()));
        }
        all.getLast().columns().add(rows.getString(3));
    }

    private Table table(ResultSet rows) throws SQLException {
        String name = rows.getString(1);
        String type = rows.getString(2);
        List<Attribute> all = attributes.getOrDefault(name, List.of());
        List<Table.Column> columns = all.stream()
                .map(attribute -> types.column(attribute.name(), attribute.type(), attribute.fullType()))
                .toList();
        List<Attribute> key = indices.getOrDefault(name, List.of()).stream()
                .map(index -> key(index, all))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
        String changed = rows.getString(4);
        return new Table(
                name,
                null,
                name,
                MysqlDialect.quoted(settings.database()) + "." + MysqlDialect.quoted(name),
                kind(type, key),
                columns,
                key.stream().map(part -> columns.get(all.indexOf(part))).toList(),
                paging(key),
                changed == null ? null : "SELECT '" + changed.replace(' ', 'T') + "+00:00'",
                rows.getLong(3));
    }

    private static Table.Kind kind(String type, List<Attribute> key) {
        if (TABLES.contains(type)) {
            return key.isEmpty() ? Table.Kind.KEYLESS : Table.Kind.TABLE;
        }
        return VIEWS.contains(type) ? Table.Kind.DERIVED : Table.Kind.INTERNAL;
    }

    /** The columns of an index that can take the place of a key; none when it cannot. */
    private List<Attribute> key(Index index, List<Attribute> all) {
        if (!index.name().equals(PRIMARY) && settings.forms().keyless() == SqlForms.Keyless.SKIP) {
            return List.of();
        }
        List<Attribute> key = new ArrayList<>();
        for (String column : index.columns()) {
            Attribute found = all.stream()
                    .filter(attribute -> attribute.name().equals(column) && attribute.notNull())
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                return List.of();
            }
            key.add(found);
        }
        return key;
    }

    private static Table.Paging paging(List<Attribute> key) {
        return key.isEmpty()
                ? new Table.Paging.Whole()
                : new Table.Paging.ByColumns(
                        key.stream()
                                .map(part -> MysqlTypes.orderColumn(part.name(), part.type(), part.fullType()))
                                .toList(),
                        Table.Stability.STABLE,
                        Table.Comparison.COLUMN_BY_COLUMN);
    }
}
