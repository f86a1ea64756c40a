package dev.leat.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * An SQLite database with what the company of the sample files measures and does: the same for the same number of rows.
 *
 * <p>Its tables have keys of several kinds: {@code gauge} a text, {@code employee} and {@code work_order} a number,
 * {@code reading} two columns, {@code message} none.
 */
public final class DemoDatabase {
    private static final int GAUGES = 24;
    private static final int MESSAGES = 167;
    private static final int MINIMUM_ROWS = 1_000;
    private static final int EDITED = 25;
    private static final int DELETED = 40;
    private static final int ADDED = 10;
    private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);
    private static final Instant FIRST_HOUR = Instant.parse("2025-01-01T00:00:00Z");
    private static final List<String> EMPLOYEES = List.of(
            "Ines Calder,engineer",
            "Joss Penrow,keeper",
            "Wenna Tallack,keeper",
            "Bram Oates,works crew",
            "Dilys Hart,works crew",
            "Marek Lind,works crew",
            "Tamsin Roe,works crew",
            "Agnes Fell,office",
            "Corin Blythe,office");
    private static final List<String> PLACES = List.of(
            "Highstone Weir",
            "Intake channel",
            "Foxglove Bend",
            "Aqueduct",
            "Quarry Cutting",
            "Toll House",
            "Header pond",
            "Turbine house");
    private static final List<String> STATUSES = List.of("open", "waiting", "done", "done", "done");
    private static final List<String> PRIORITIES = List.of("low", "normal", "normal", "high");

    private DemoDatabase() {}

    /**
     * Makes the file anew.
     *
     * @param rows in all tables together; at least 1,000
     */
    public static void create(Path file, int rows) throws IOException, SQLException {
        if (rows < MINIMUM_ROWS) {
            throw new IllegalArgumentException("The demo needs " + MINIMUM_ROWS + " rows or more, not " + rows);
        }
        Files.deleteIfExists(file);
        RandomGenerator random = new SplittableRandom(1791);
        int workOrders = rows * 3 / 20;
        try (Connection connection = connect(file)) {
            createTables(connection);
            insertGauges(connection, random);
            insertEmployees(connection);
            insertWorkOrders(connection, 1, workOrders, random);
            insertMessages(connection, random);
            insertReadings(connection, rows - GAUGES - EMPLOYEES.size() - MESSAGES - workOrders, random);
            connection.commit();
        }
    }

    /** Closes 25 work orders, writes 10 new ones and deletes the 40 oldest readings. */
    public static Changes change(Path file) throws SQLException {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            int edited = statement.executeUpdate(
                    "UPDATE work_order SET status = 'done', note = note || ' Finished.' WHERE id IN"
                            + " (SELECT id FROM work_order WHERE status <> 'done' ORDER BY id LIMIT " + EDITED + ")");
            int deleted = statement.executeUpdate("DELETE FROM reading WHERE (gauge, taken_at) IN"
                    + " (SELECT gauge, taken_at FROM reading ORDER BY taken_at, gauge LIMIT " + DELETED + ")");
            int last;
            try (var result = statement.executeQuery("SELECT max(id) FROM work_order")) {
                last = result.getInt(1);
            }
            insertWorkOrders(connection, last + 1, ADDED, new SplittableRandom(last));
            connection.commit();
            return new Changes(
                    ADDED,
                    edited,
                    deleted,
                    List.of(
                            "edited " + edited + " work orders: now done",
                            "added " + ADDED + " work orders",
                            "deleted the " + deleted + " oldest readings"));
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:sqlite:" + file.toAbsolutePath().toUri());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void createTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    CREATE TABLE gauge(code TEXT PRIMARY KEY, place TEXT, kilometre REAL, alarm_level REAL);
                    CREATE TABLE employee(id INTEGER PRIMARY KEY, name TEXT, role TEXT);
                    CREATE TABLE work_order(id INTEGER PRIMARY KEY, opened TEXT, place TEXT, kind TEXT, status TEXT,
                      priority TEXT, employee INTEGER REFERENCES employee(id), hours REAL, note TEXT);
                    CREATE TABLE reading(gauge TEXT REFERENCES gauge(code), taken_at TEXT, level REAL, flow REAL,
                      PRIMARY KEY(gauge, taken_at)) WITHOUT ROWID;
                    CREATE TABLE message(sent_at TEXT, receivers INTEGER, text TEXT);
                    """);
        }
    }

    private static void insertGauges(Connection connection, RandomGenerator random) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO gauge VALUES (?, ?, ?, ?)")) {
            for (int i = 1; i <= GAUGES; i++) {
                double kilometre = rounded(11.4 * (i - 1) / (GAUGES - 1), 10);
                String place = PLACES.get((i - 1) * PLACES.size() / GAUGES);
                add(insert, gaugeCode(i), place, kilometre, rounded(0.9 + random.nextDouble(), 100));
            }
            insert.executeBatch();
        }
    }

    private static void insertEmployees(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO employee VALUES (?, ?, ?)")) {
            for (int i = 0; i < EMPLOYEES.size(); i++) {
                String employee = EMPLOYEES.get(i);
                int comma = employee.indexOf(',');
                add(insert, i + 1, employee.substring(0, comma), employee.substring(comma + 1));
            }
            insert.executeBatch();
        }
    }

    private static void insertWorkOrders(Connection connection, int firstId, int count, RandomGenerator random)
            throws SQLException {
        List<DemoWork> kinds = DemoWork.ALL;
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO work_order VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int id = firstId; id < firstId + count; id++) {
                DemoWork work = kinds.get(random.nextInt(kinds.size()));
                add(
                        insert,
                        id,
                        FIRST_DAY.plusDays(id / 9).toString(),
                        any(PLACES, random),
                        work.kind(),
                        any(STATUSES, random),
                        any(PRIORITIES, random),
                        1 + random.nextInt(EMPLOYEES.size()),
                        rounded(0.5 + 8 * random.nextDouble(), 2),
                        any(work.notes(), random) + " Marker stone " + (1 + random.nextInt(114)) + ".");
            }
            insert.executeBatch();
        }
    }

    private static void insertMessages(Connection connection, RandomGenerator random) throws SQLException {
        List<String> texts = List.of(
                "River rising, intake gate lowered.",
                "Red disc shown at the aqueduct until further notice.",
                "Water is back below the aqueduct.",
                "Tank wagon at the toll house from seven.");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO message VALUES (?, ?, ?)")) {
            for (int i = 0; i < MESSAGES; i++) {
                String sentAt = FIRST_HOUR.plusSeconds(3_600L * 11 * i).toString();
                add(insert, sentAt, random.nextInt(4, 217), any(texts, random));
            }
            insert.executeBatch();
        }
    }

    private static void insertReadings(Connection connection, int count, RandomGenerator random) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO reading VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < count; i++) {
                int hour = i / GAUGES;
                double level = 0.8 + 0.3 * Math.sin(hour / 90.0) + 0.05 * random.nextDouble();
                add(
                        insert,
                        gaugeCode(1 + i % GAUGES),
                        FIRST_HOUR.plusSeconds(3_600L * hour).toString(),
                        rounded(level, 1_000),
                        rounded(level * 1.1, 1_000));
            }
            insert.executeBatch();
        }
    }

    private static void add(PreparedStatement insert, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
        }
        insert.addBatch();
    }

    private static String gaugeCode(int number) {
        return "G%02d".formatted(number);
    }

    private static String any(List<String> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static double rounded(double value, int parts) {
        return Math.round(value * parts) / (double) parts;
    }
}
