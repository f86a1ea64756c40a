package dev.leat.sources.sql;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.elastic.Waiter;
import java.util.List;

/** The tables of a database: one scope each, one document a row. Every read has connections of its own. */
public final class SqlSource implements DataSource {
    private final Database database;

    public SqlSource(Dialect dialect, SqlSettings settings) {
        this.database = new Database(dialect, settings, Waiter.system());
    }

    @Override
    public void ping() throws InterruptedException {
        database.chosen();
    }

    @Override
    public List<Scope> scopes(Filter filter) throws InterruptedException {
        return database.chosen().stream().map(table -> new Scope(table.scope())).toList();
    }

    @Override
    public void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception {
        database.read(scope, from, sink);
    }

    @Override
    public void close() {
        database.dialect().close();
    }
}
