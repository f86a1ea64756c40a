package dev.leat.sources.sql;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import dev.leat.elastic.Waiter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sources do with the tables of a database. Thread-safe: every call has connections of its own. */
final class Database {
    private final Dialect dialect;
    private final SqlSettings settings;
    private final Waiter waiter;

    Database(Dialect dialect, SqlSettings settings, Waiter waiter) {
        this.dialect = dialect;
        this.settings = settings;
        this.waiter = waiter;
    }

    Dialect dialect() {
        return dialect;
    }

    /** The tables that the settings choose; at least one. */
    List<Table> chosen() throws InterruptedException {
        List<Table> tables = ask(connection -> TableChoice.of(settings.tables(), dialect.tables(connection)));
        if (tables.isEmpty()) {
            throw new SourceException("The database has no tables that can be mirrored; is it the right one?");
        }
        return tables.stream().map(this::bounded).toList();
    }

    private Table bounded(Table table) {
        return table.withBinariesUpTo(settings.maxBinaryBytes());
    }

    /** The table of a scope. */
    Table table(Scope scope) throws InterruptedException {
        Table table = ask(connection -> dialect.tables(connection)).stream()
                .filter(candidate -> candidate.scope().equals(scope.name()))
                .findFirst()
                .orElseThrow(() -> new SourceException(
                        "The table " + scope.name() + " vanished while the run was going on; run again"));
        if (table.kind() == Table.Kind.KEYLESS) {
            throw new SourceException("The table " + scope.name()
                    + " has no primary key, and so nothing to make ids of; give it one, or see without_primary_key");
        }
        return bounded(table);
    }

    void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception {
        Table table = table(scope);
        explaining(scope, () -> new TableReader(dialect, settings, waiter).read(table, from, sink));
    }

    void read(Scope scope, RowQuery query, List<Table.Column> key, DocumentShape shape, DocumentSink sink)
            throws Exception {
        explaining(scope, () -> new TableReader(dialect, settings, waiter).read(scope.name(), query, key, shape, sink));
    }

    /** Asks the database something in a transaction of its own, again after an outage. */
    <T extends @Nullable Object> T ask(Session.Work<T> work) throws InterruptedException {
        try (Session session = new Session(dialect, settings.retries(), waiter)) {
            return session.run(connection -> {
                T result = work.on(connection);
                connection.commit();
                return result;
            });
        } catch (SQLException e) {
            throw new SourceException(dialect.explain(e), e);
        }
    }

    /** Finds out whether the database answers and has what the settings choose; an outage is reported at once. */
    void check() {
        try (Connection connection = dialect.open()) {
            TableChoice.of(settings.tables(), dialect.tables(connection));
            connection.commit();
        } catch (SQLException e) {
            throw new SourceException(dialect.explain(e), e);
        }
    }

    private void explaining(Scope scope, Courier.Reading reading) throws Exception {
        try {
            reading.run();
        } catch (SQLException e) {
            throw new SourceException("Cannot read " + scope.name() + ": " + dialect.explain(e), e);
        }
    }
}
