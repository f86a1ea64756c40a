package dev.leat.sources.sql;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of a database: one scope each, one document a row. Every read has a connection of its own. */
public final class SqlSource implements DataSource {
    private static final Logger LOGGER = LoggerFactory.getLogger(SqlSource.class);

    private final Dialect dialect;
    private final SqlSettings settings;

    public SqlSource(Dialect dialect, SqlSettings settings) {
        this.dialect = dialect;
        this.settings = settings;
    }

    @Override
    public void ping() {
        scopes(Filter.none());
    }

    @Override
    public List<Scope> scopes(Filter filter) {
        List<Scope> scopes = within(connection -> chosen(dialect.tables(connection)).stream()
                .map(table -> new Scope(table.name()))
                .toList());
        if (scopes.isEmpty()) {
            throw new SourceException("The database has no tables; is it the right one?");
        }
        return scopes;
    }

    @Override
    public void read(Scope scope, Checkpoint from, DocumentSink sink) throws InterruptedException {
        try (Connection connection = dialect.open()) {
            Table table = chosen(dialect.tables(connection)).stream()
                    .filter(candidate -> candidate.name().equals(scope.name()))
                    .findFirst()
                    .orElseThrow(() -> new SourceException(
                            "The table " + scope.name() + " vanished while the run was going on; run again"));
            connection.commit();
            new TableReader(dialect, connection, table, settings).read(from, sink);
        } catch (SQLException e) {
            throw new SourceException("Cannot read the table " + scope.name() + ": " + dialect.explain(e), e);
        }
    }

    @Override
    public void close() {
        // Connections live as long as a read.
    }

    private List<Table> chosen(List<Table> tables) {
        Map<String, Table> chosen = new LinkedHashMap<>();
        for (String wanted : settings.tables()) {
            if (wanted.equals("*")) {
                tables.stream()
                        .filter(table -> table.kind() == Table.Kind.TABLE)
                        .forEach(table -> chosen.put(table.name(), table));
                logLeftOut(tables);
            } else {
                Table table = named(wanted, tables);
                chosen.put(table.name(), table);
            }
        }
        return List.copyOf(chosen.values());
    }

    private static Table named(String wanted, List<Table> tables) {
        return tables.stream()
                .filter(table -> table.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new SourceException("There is no table '" + wanted + "'; there are "
                        + tables.stream()
                                .filter(table -> table.kind() != Table.Kind.INTERNAL)
                                .map(Table::name)
                                .limit(20)
                                .collect(Collectors.joining(", "))));
    }

    private static void logLeftOut(List<Table> tables) {
        for (Table table : tables) {
            switch (table.kind()) {
                case TABLE -> {}
                case DERIVED ->
                    LOGGER.atDebug()
                            .addKeyValue("table", table.name())
                            .log("left out, because it is a view or computed; name it in tables to mirror it");
                case INTERNAL ->
                    LOGGER.atDebug()
                            .addKeyValue("table", table.name())
                            .log("left out, because it is the database's own");
            }
        }
    }

    private <T> T within(Work<T> work) {
        try (Connection connection = dialect.open()) {
            T result = work.apply(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw new SourceException(dialect.explain(e), e);
        }
    }

    private interface Work<T> {
        T apply(Connection connection) throws SQLException;
    }
}
