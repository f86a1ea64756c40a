package dev.leat.sources.sql;

import dev.leat.elastic.Waiter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that comes back after an outage, and whose statement another thread can cancel. Used by one thread,
 * {@link #cancel} apart.
 */
final class Session implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Session.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Executor NOW = Runnable::run;

    private final Dialect dialect;
    private final int retries;
    private final Waiter waiter;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    private @Nullable PreparedStatement running;
    private @Nullable String moment;
    private boolean cancelled;

    Session(Dialect dialect, int retries, Waiter waiter) {
        this.dialect = dialect;
        this.retries = retries;
        this.waiter = waiter;
    }

    /** Sets the parameters of a statement. */
    interface Binding {
        void to(PreparedStatement statement) throws SQLException;
    }

    /** Takes what is wanted out of a result. */
    interface Answer<T extends @Nullable Object> {
        T of(ResultSet rows) throws SQLException;
    }

    /** Work that may be done a second time, on another connection. */
    interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** Begins at a moment that another session exported, or at one of its own; after an outage always the latter. */
    void beginAt(@Nullable String shared) throws SQLException, InterruptedException {
        moment = retrying(fresh -> dialect.transactions().begin(fresh, shared), Start.CONNECT_ONLY);
    }

    /** What other sessions can begin at to see the same. */
    @Nullable
    String moment() {
        return moment;
    }

    /** Does the work; after an outage, does it again on a new connection. */
    <T extends @Nullable Object> T run(Work<T> work) throws SQLException, InterruptedException {
        return retrying(work, Start.TRANSACTION);
    }

    private enum Start {
        CONNECT_ONLY,
        TRANSACTION
    }

    private <T extends @Nullable Object> T retrying(Work<T> work, Start start)
            throws SQLException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return work.on(connected(start));
            } catch (SQLException e) {
                if (isCancelled()) {
                    throw new InterruptedException("Reading was cancelled");
                }
                if (attempt >= retries || !dialect.isOutage(e)) {
                    throw e;
                }
                disconnect();
                Duration pause = pause(attempt);
                LOGGER.atWarn()
                        .addKeyValue("reason", dialect.explain(e))
                        .addKeyValue("pause", pause)
                        .log("the database went away; what was under way is asked for again");
                waiter.sleep(pause);
            }
        }
    }

    private static Duration pause(int attempt) {
        Duration pause = Duration.ofSeconds(1L << Math.min(attempt, 5));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private Connection connected(Start start) throws SQLException {
        Connection current = connection;
        if (current != null) {
            return current;
        }
        Connection fresh = dialect.open();
        lock.lock();
        try {
            connection = fresh;
        } finally {
            lock.unlock();
        }
        if (start == Start.TRANSACTION) {
            moment = dialect.transactions().begin(fresh, null);
        }
        return fresh;
    }

    /** Asks the database something on a connection of this session, so that it can be cancelled. */
    <T extends @Nullable Object> T ask(Connection current, String sql, Binding binding, Answer<T> answer)
            throws SQLException {
        try (PreparedStatement statement = current.prepareStatement(sql)) {
            running(statement);
            binding.to(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return answer.of(rows);
            }
        } finally {
            idle();
        }
    }

    /** The connection, with its transaction begun; for work that cannot be done a second time. */
    Connection connection() throws SQLException, InterruptedException {
        return retrying(current -> current, Start.TRANSACTION);
    }

    /**
     * Remembers a statement that {@link #cancel} is to end.
     *
     * @throws SQLException when it is to end before it has begun
     */
    void running(PreparedStatement statement) throws SQLException {
        lock.lock();
        try {
            if (cancelled) {
                throw new SQLException("Reading was cancelled");
            }
            running = statement;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the statement. */
    void idle() {
        lock.lock();
        try {
            running = null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what the server does for this session. May be called from any thread; blocks for a moment. */
    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            if (running != null) {
                running.cancel();
            }
        } catch (SQLException e) {
            LOGGER.atDebug().setCause(e).log("a statement could not be cancelled; its connection is cut instead");
        } finally {
            lock.unlock();
        }
    }

    /** Cuts the connection, whatever goes on on it. May be called from any thread. */
    void abort() {
        Connection current = connection;
        if (current != null) {
            try {
                current.abort(NOW);
            } catch (SQLException e) {
                LOGGER.atDebug().setCause(e).log("a connection could not be cut");
            }
        }
    }

    private void disconnect() {
        abort();
        lock.lock();
        try {
            connection = null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Connection current = connection;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                LOGGER.atDebug().setCause(e).log("a connection could not be closed");
            }
        }
    }
}
