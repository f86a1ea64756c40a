package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks for pages of about 2 MB, however large rows are: how many rows that is, is learned from the pages before. Where
 * large rows follow upon small ones, a page is larger. Thread-safe.
 */
final class Paging {

    private static final long BYTES = 2L << 20;
    private static final int FIRST_ROWS = 500;
    private static final int MOST_GROWTH = 8;

    private final int mostRows;
    private final AtomicInteger rows;

    Paging(int mostRows) {
        this.mostRows = mostRows;
        this.rows = new AtomicInteger(Math.min(FIRST_ROWS, mostRows));
    }

    int rows() {
        return rows.get();
    }

    /** Sends for the first page of what a statement selects. */
    CompletableFuture<AsyncResultSet> first(CqlSession session, BoundStatement statement) {
        return send(session, statement.setPageSize(rows()));
    }

    /** Sends for the page behind another; null when that was the last. */
    @Nullable
    CompletableFuture<AsyncResultSet> next(CqlSession session, BoundStatement statement, AsyncResultSet page) {
        return page.hasMorePages()
                ? send(
                        session,
                        statement
                                .setPageSize(rows())
                                .setPagingState(page.getExecutionInfo().getPagingState()))
                : null;
    }

    private CompletableFuture<AsyncResultSet> send(CqlSession session, BoundStatement statement) {
        return session.executeAsync(statement).toCompletableFuture().whenComplete((page, failure) -> {
            if (page != null) {
                learn(page.remaining(), page.getExecutionInfo().getResponseSizeInBytes());
            }
        });
    }

    /** Takes note of a page. */
    void learn(int found, long bytes) {
        if (found > 0 && bytes > 0) {
            long fitting = Math.max(1, BYTES * found / bytes);
            rows.updateAndGet(last -> (int) Math.min(fitting, Math.min(mostRows, (long) last * MOST_GROWTH)));
        }
    }
}
