package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.UnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends requests, a bounded number at once, and waits for their answers. Thread-safe. */
final class Requests {
    private final CqlSession session;
    private final Semaphore free;

    Requests(CassandraConnection connection) {
        this.session = connection.session();
        this.free = new Semaphore(connection.settings().concurrency());
    }

    CqlSession session() {
        return session;
    }

    /** Prepares statements for a table. */
    <T> T prepare(TableShape shape, Function<CqlSession, T> preparation) {
        try {
            return preparation.apply(session);
        } catch (DriverException e) {
            throw DriverErrors.translate("Cannot prepare for the table " + shape, e);
        }
    }

    /** Reads one row for each key; the value is null where there is none. A read may be sent again. */
    Map<RowKey, @Nullable Row> read(String what, Map<RowKey, BoundStatementBuilder> reads) {
        Map<RowKey, CompletableFuture<AsyncResultSet>> answers = new LinkedHashMap<>();
        reads.forEach((key, read) -> answers.put(key, send(read.setIdempotence(true))));
        Map<RowKey, @Nullable Row> rows = new LinkedHashMap<>();
        answers.forEach((key, answer) -> {
            try {
                rows.put(key, answer.get().one());
            } catch (ExecutionException e) {
                throw DriverErrors.translate(what, cause(e));
            } catch (InterruptedException e) {
                throw CancelledException.interrupted(what, e);
            }
        });
        return rows;
    }

    /**
     * Sends each write once.
     *
     * @throws dev.leat.elastic.RejectedException if the user may not write, or the table is not as it was: no fault of any row
     */
    Map<RowKey, Outcome> write(String what, Map<RowKey, BoundStatementBuilder> writes) {
        Map<RowKey, CompletableFuture<AsyncResultSet>> answers = new LinkedHashMap<>();
        writes.forEach((key, write) -> answers.put(key, send(write.setIdempotence(false))));
        Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
        Throwable nobody = null;
        for (Map.Entry<RowKey, CompletableFuture<AsyncResultSet>> answer : answers.entrySet()) {
            try {
                answer.getValue().get();
                outcomes.put(answer.getKey(), new Outcome.Written(null));
            } catch (ExecutionException e) {
                Throwable cause = cause(e);
                switch (DriverErrors.fate(cause)) {
                    case REFUSED -> outcomes.put(answer.getKey(), new Outcome.Rejected(DriverErrors.message(cause)));
                    case FORBIDDEN -> throw DriverErrors.translate(what, cause);
                    case UNKNOWN -> outcomes.put(answer.getKey(), new Outcome.Unknown());
                    case NOT_APPLIED -> nobody = cause;
                }
            } catch (InterruptedException e) {
                throw CancelledException.interrupted(what, e);
            }
        }
        if (nobody != null && outcomes.isEmpty()) {
            throw new UnavailableException(what + ": " + DriverErrors.message(nobody), nobody);
        }
        // Where others were answered, "unknown" makes the caller look again, which is as good.
        answers.keySet().forEach(key -> outcomes.putIfAbsent(key, new Outcome.Unknown()));
        return outcomes;
    }

    private CompletableFuture<AsyncResultSet> send(BoundStatementBuilder statement) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("Waiting to send a request to Cassandra", e);
        }
        CompletionStage<AsyncResultSet> answer = null;
        try {
            answer = session.executeAsync(statement.build());
            return answer.whenComplete((rows, failure) -> free.release()).toCompletableFuture();
        } finally {
            if (answer == null) {
                free.release();
            }
        }
    }

    static Throwable cause(ExecutionException failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }
}
