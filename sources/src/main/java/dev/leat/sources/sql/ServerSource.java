package dev.leat.sources.sql;

import dev.leat.connect.AdvancedRules;
import dev.leat.connect.ChangeSink;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Cursor;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import dev.leat.elastic.Waiter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a database server, or what queries of the user's own find there: one scope for each, one document a row.
 * With a cursor column, changes since the last run can be read; rows that were deleted are noticed by full runs only.
 */
public final class ServerSource implements IncrementalSource, AdvancedRules {
    private final Database database;
    private final Rules rules;
    private final Changes changes;
    private final Map<String, QueryRule> chosen = new ConcurrentHashMap<>();

    /** Opens nothing yet. */
    public ServerSource(ServerDialect dialect, SqlSettings settings, Follow follow) {
        this(dialect, settings, follow, Waiter.system());
    }

    ServerSource(ServerDialect dialect, SqlSettings settings, Follow follow, Waiter waiter) {
        this.database = new Database(dialect, settings, waiter);
        this.rules = new Rules(dialect, database);
        this.changes = new Changes(dialect, database, follow);
    }

    /**
     * How changes are found between full runs.
     *
     * @param column that grows with every insert and update; null when there is none
     * @param overlap how far to go back: seconds for times, units for numbers
     */
    public record Follow(@Nullable String column, long overlap) {}

    @Override
    public void ping() {
        database.check();
    }

    @Override
    public List<String> problems(Filter filter) throws InterruptedException {
        return rules.problems(filter);
    }

    @Override
    public List<Scope> scopes(Filter filter) throws InterruptedException {
        if (filter.isEmpty()) {
            chosen.clear();
            return database.chosen().stream()
                    .map(table -> new Scope(table.scope()))
                    .toList();
        }
        QueryRule.Parsed parsed = QueryRule.parse(filter);
        if (!parsed.problems().isEmpty()) {
            throw new SourceException(String.join("; ", parsed.problems()));
        }
        chosen.putAll(parsed.rules().stream().collect(Collectors.toMap(QueryRule::scope, rule -> rule)));
        return parsed.rules().stream().map(rule -> new Scope(rule.scope())).toList();
    }

    @Override
    public void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception {
        QueryRule rule = chosen.get(scope.name());
        if (rule == null) {
            database.read(scope, from, sink);
        } else {
            rules.read(scope, rule, sink);
        }
    }

    @Override
    public Cursor cursor() throws InterruptedException {
        return changes.cursor();
    }

    @Override
    public Cursor readChanges(Filter filter, Cursor from, ChangeSink sink) throws Exception {
        if (!filter.isEmpty()) {
            throw new SourceException("An incremental sync does not know which rows an advanced rule has lost; run a"
                    + " full sync instead");
        }
        return changes.read(from, sink);
    }

    @Override
    public void close() {
        database.dialect().close();
    }
}
