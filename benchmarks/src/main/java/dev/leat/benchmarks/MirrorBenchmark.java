package dev.leat.benchmarks;

import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A full sync of an SQLite table: the first one against raw {@code _bulk} of the documents that come of it, and one that
 * finds nothing changed against a mere reading of all ids.
 */
final class MirrorBenchmark {

    private static final String INDEX = "leat-benchmark-mirror";
    private static final String RAW_INDEX = "leat-benchmark-mirror-raw";
    private static final RawBulk RAW = new RawBulk(5 << 20, 2);

    private final Bench bench;
    private final Documents documents;
    private final Path database;

    MirrorBenchmark(Bench bench) {
        this.bench = bench;
        this.documents = bench.options().data();
        this.database = bench.options().work().resolve("orders.db");
    }

    void run() throws IOException, InterruptedException {
        fillDatabase();
        bench.server().delete(INDEX);
        mirror();
        measureFirst(new PreparedBulk(mirrored()));
        bench.server().delete(RAW_INDEX);
        mirror();
        measureUnchanged();
        bench.server().delete(INDEX);
        Files.delete(database);
    }

    private Run.Cost mirror() throws IOException, InterruptedException {
        return bench.leat(List.of("mirror", "sqlite", INDEX, "--set", "database=" + database), Map.of())
                .run();
    }

    private void measureFirst(PreparedBulk bulk) throws IOException, InterruptedException {
        String schema = bench.server().schema(INDEX);
        Run.Setting setting = new Run.Setting() {
            @Override
            public void before() throws IOException {
                bench.server().delete(INDEX);
                bench.server().createFrom(RAW_INDEX, schema);
            }

            @Override
            public void after(String contender) throws IOException {
                long count = Math.max(
                        bench.server().countIfThere(INDEX), bench.server().countIfThere(RAW_INDEX));
                if (count != documents.count()) {
                    throw new IOException(contender + " left " + count + " documents in the index");
                }
            }
        };
        Contest contest = bench.contest("mirror, first sync", setting);
        contest.add("raw `_bulk`, " + RAW, () -> {
            RAW.run(bench.server().url(), RAW_INDEX, bulk);
            return Run.Cost.none();
        });
        contest.add("`leat mirror sqlite`", this::mirror);
        bench.publish(
                contest.hold(bench.options().warmUps(), bench.options().runs()).report());
    }

    private void measureUnchanged() throws IOException, InterruptedException {
        bench.server().count(INDEX);
        bench.server().settle(INDEX);
        Run.Setting setting = new Run.Setting() {
            @Override
            public void before() {}

            @Override
            public void after(String contender) throws IOException {
                if (bench.server().count(INDEX) != documents.count()) {
                    throw new IOException(contender + " changed the number of documents");
                }
            }
        };
        Contest contest = bench.contest("mirror, nothing changed", setting);
        contest.add("ids only, IndexScan in this process", this::readIds);
        contest.add("`leat mirror sqlite`", this::mirror);
        bench.publish(
                contest.hold(bench.options().warmUps(), bench.options().runs()).report());
    }

    private Run.Cost readIds() throws IOException {
        try (Cluster cluster =
                        Cluster.connect(ClusterSettings.of(bench.server().url().toString()));
                IndexScan scan =
                        IndexScan.open(cluster, ScanRequest.of(INDEX).withProjection(new Projection.NoSource()))) {
            scan.readAllPages(
                    2,
                    page -> page.forEach(hit -> {
                        if (hit.id().isEmpty()) {
                            throw new IllegalStateException("a document without an id");
                        }
                    }));
        }
        return Run.Cost.none();
    }

    /** The documents as the mirror wrote them. */
    private Map<String, byte[]> mirrored() throws IOException {
        if (bench.server().count(INDEX) != documents.count()) {
            throw new IOException("not every row became a document");
        }
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (Cluster cluster =
                        Cluster.connect(ClusterSettings.of(bench.server().url().toString()));
                IndexScan scan = IndexScan.open(cluster, ScanRequest.of(INDEX))) {
            scan.readAllPages(1, page -> page.forEach(hit -> all.put(hit.id(), hit.source())));
        }
        return all;
    }

    private void fillDatabase() throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "create table orders (number integer primary key, at text, status text, customer text,"
                                + " title text, amount real, units integer, paid integer, city text, text text)");
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into orders values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (int i = 0; i < documents.count(); i++) {
                    insert(insert, i, JsonMapper.shared().readTree(documents.document(i)));
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException("the database to be mirrored cannot be made: " + e.getMessage(), e);
        }
    }

    private static void insert(PreparedStatement insert, int number, JsonNode order) throws SQLException {
        insert.setInt(1, number);
        insert.setString(2, order.get("at").stringValue());
        insert.setString(3, order.get("status").stringValue());
        insert.setString(4, order.get("customer").stringValue());
        insert.setString(5, order.get("title").stringValue());
        insert.setDouble(6, order.get("amount").doubleValue());
        insert.setLong(7, order.get("units").longValue());
        insert.setBoolean(8, order.get("paid").booleanValue());
        insert.setString(9, order.get("address").get("city").stringValue());
        insert.setString(10, order.get("text").stringValue());
        insert.executeUpdate();
    }
}
