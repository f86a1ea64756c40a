package dev.leat.sources.sql;

import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks advanced rules against the database, and reads what they find. Thread-safe. */
final class Rules {
    private final ServerDialect dialect;
    private final Database database;

    Rules(ServerDialect dialect, Database database) {
        this.dialect = dialect;
        this.database = database;
    }

    List<String> problems(Filter filter) throws InterruptedException {
        QueryRule.Parsed parsed = QueryRule.parse(filter);
        List<String> problems = new ArrayList<>(parsed.problems());
        if (!parsed.rules().isEmpty()) {
            List<Table> tables = database.ask(dialect::tables);
            for (QueryRule rule : parsed.rules()) {
                problems.addAll(problems(rule, tables));
            }
        }
        return problems;
    }

    private List<String> problems(QueryRule rule, List<Table> tables) throws InterruptedException {
        List<String> missing = rule.tables().stream()
                .filter(name -> TableChoice.named(name, tables).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            return List.of(TableChoice.missing(missing, tables));
        }
        List<String> problems = new ArrayList<>();
        try {
            // A query that the database does not accept spoils the transaction, so each has its own.
            database.ask(connection -> prepared(connection, rule, tables));
        } catch (SourceException e) {
            problems.add("The query for " + String.join(", ", rule.tables()) + ": " + e.getMessage());
        }
        return problems;
    }

    void read(Scope scope, QueryRule rule, DocumentSink sink) throws Exception {
        Prepared prepared = database.ask(connection -> prepared(connection, rule, dialect.tables(connection)));
        database.read(scope, prepared.query(), prepared.key(), prepared.shape(), sink);
    }

    private record Prepared(RowQuery query, List<Table.Column> key, DocumentShape shape) {}

    private Prepared prepared(Connection connection, QueryRule rule, List<Table> tables) throws SQLException {
        RowQuery query = dialect.describe(connection, rule.query());
        List<String> wanted = rule.idColumns().isEmpty() ? keysOf(rule, tables) : rule.idColumns();
        List<String> fields =
                dialect.naming().of(rule.tables(), query.columns(), List.of()).fields();
        List<Table.Column> key = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : wanted) {
            find(name, query.columns(), fields).ifPresentOrElse(key::add, () -> missing.add(name));
        }
        if (!missing.isEmpty() || key.isEmpty()) {
            throw new SourceException("its result has no column " + String.join(", ", missing)
                    + " for the id; it has "
                    + String.join(
                            ", ",
                            query.columns().stream().map(Table.Column::name).toList())
                    + "; name others in id_columns");
        }
        return new Prepared(query, key, dialect.naming().of(rule.tables(), query.columns(), key));
    }

    private static Optional<Table.Column> find(String name, List<Table.Column> columns, List<String> fields) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name) || fields.get(i).equalsIgnoreCase(name)) {
                return Optional.of(columns.get(i));
            }
        }
        return Optional.empty();
    }

    private static List<String> keysOf(QueryRule rule, List<Table> tables) {
        return rule.tables().stream()
                .flatMap(name -> TableChoice.named(name, tables).stream())
                .flatMap(table -> table.key().stream())
                .map(Table.Column::name)
                .distinct()
                .toList();
    }
}
