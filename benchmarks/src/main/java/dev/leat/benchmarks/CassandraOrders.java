package dev.leat.benchmarks;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.leat.local.CassandraOptions;
import dev.leat.local.LocalCassandra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Cassandra of our own with the documents as rows of a table {@code shop.orders}. */
final class CassandraOrders implements AutoCloseable {

    static final String KEYSPACE = "shop";
    static final String TABLE = "orders";
    private static final String NAME = KEYSPACE + "." + TABLE;

    /** Inserts under way at once: more did not make them faster. */
    private static final int AT_ONCE = 256;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long RETRY_MILLIS = 200;

    private final LocalCassandra server;
    private final CqlSession session;
    private final PreparedStatement insert;
    private final Documents documents;

    private CassandraOrders(LocalCassandra server, CqlSession session, Documents documents) {
        this.server = server;
        this.session = session;
        this.documents = documents;
        session.execute("CREATE KEYSPACE " + KEYSPACE
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute(
                "CREATE TABLE " + NAME + "(number bigint PRIMARY KEY, placed timestamp, status text, customer text,"
                        + " title text, amount decimal, units bigint, weight double, paid boolean, city text, body text,"
                        + " version bigint)");
        this.insert = session.prepare(
                "INSERT INTO " + NAME + " (number, placed, status, customer, title, amount, units,"
                        + " weight, paid, city, body, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    }

    /** Starts the server, with an empty table. */
    static CassandraOrders start(Path folder, Documents documents) throws IOException {
        Files.createDirectories(folder);
        LocalCassandra server =
                LocalCassandra.start(CassandraOptions.forTests(folder).withHeapMegabytes(1024));
        CqlSession session = CqlSession.builder()
                .addContactPoint(server.address())
                .withLocalDatacenter(server.datacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                        .build())
                .build();
        return new CassandraOrders(server, session, documents);
    }

    String contactPoint() {
        return server.address().getAddress().getHostAddress() + ":"
                + server.address().getPort();
    }

    /** Inserts all rows, asynchronously and with no more care than that all are acknowledged. */
    void fill() throws IOException, InterruptedException {
        Semaphore places = new Semaphore(AT_ONCE);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        for (int number = 0; number < documents.count() && failure.get() == null; number++) {
            BoundStatement row = row(number, micros());
            places.acquire();
            CompletionStage<AsyncResultSet> sent = session.executeAsync(row);
            sent.whenComplete((result, error) -> {
                if (error != null) {
                    failure.set(error);
                }
                places.release();
            });
        }
        places.acquire(AT_ONCE);
        if (failure.get() != null) {
            throw new IOException("a row was not inserted", failure.get());
        }
    }

    /** Writes one row, asynchronously, as of that time. */
    CompletionStage<AsyncResultSet> write(int number, long micros) {
        return session.executeAsync(row(number, micros));
    }

    static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    private BoundStatement row(int number, long micros) {
        JsonNode order = JsonMapper.shared().readTree(documents.document(number));
        return insert.bind(
                (long) number,
                Instant.parse(order.get("at").stringValue()),
                order.get("status").stringValue(),
                order.get("customer").stringValue(),
                order.get("title").stringValue(),
                order.get("amount").decimalValue(),
                order.get("units").longValue(),
                order.get("scores").get(0).doubleValue(),
                order.get("paid").booleanValue(),
                order.get("address").get("city").stringValue(),
                order.get("text").stringValue(),
                micros,
                micros);
    }

    void truncate() {
        session.execute("TRUNCATE " + NAME);
    }

    long count() {
        long count = 0;
        for (var row : session.execute("SELECT number FROM " + NAME)) {
            count += row.isNull(0) ? 0 : 1;
        }
        return count;
    }

    /** Gives the table a storage-attached index of its versions, and waits until it can be asked. */
    void index() throws InterruptedException {
        session.execute("CREATE INDEX IF NOT EXISTS ON " + NAME + " (version) USING 'sai'");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                session.execute("SELECT number FROM " + NAME + " WHERE version > " + micros());
                return;
            } catch (DriverException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    @Override
    public void close() {
        session.close();
        server.close();
        LocalCassandra.destroy(server.dataDirectory());
    }
}
