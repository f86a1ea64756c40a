package dev.leat.sources.sqlite;

import dev.leat.sources.journey.Batch;
import dev.leat.sources.journey.Entry;
import dev.leat.sources.journey.ServiceJourney;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

class SqliteJourneyIT extends ServiceJourney {

    private String address = "set before each test";

    @Override
    protected String serviceType() {
        return "sqlite";
    }

    @Override
    protected Map<String, String> open(Path directory) throws SQLException {
        Path file = directory.resolve("canal.db");
        address = "jdbc:sqlite:" + file;
        for (String table : scopes()) {
            run("CREATE TABLE " + table + "(number INTEGER PRIMARY KEY, note TEXT, level INTEGER, ratio REAL,"
                    + " raw BLOB, \"a.b\" TEXT, \"nothing\" TEXT, version INTEGER)");
        }
        return Map.of("database", file.toString(), "tables", "a,b", "page_rows", "50");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(address);
    }

    private void run(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    @Override
    protected void write(Collection<Entry> written) throws SQLException {
        Batch.run(
                connect(),
                "INSERT OR REPLACE INTO %s VALUES (?, ?, ?, ?, ?, ?, NULL, ?)",
                written,
                entry -> new Object[] {
                    entry.number(),
                    entry.note(),
                    entry.level(),
                    entry.level() / 4.0,
                    raw(entry),
                    "dotted",
                    entry.version()
                });
    }

    private static byte[] raw(Entry entry) {
        return ("\u0000" + entry.level()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void remove(Collection<Entry> removed) throws SQLException {
        Batch.run(connect(), "DELETE FROM %s WHERE number = ?", removed, entry -> new Object[] {entry.number()});
    }

    @Override
    protected Map<String, Map<String, Object>> documents(Collection<Entry> all) {
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (Entry entry : all) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("table", entry.scope());
            fields.put("_timestamp", SOME_TIME);
            fields.put("number", entry.number());
            fields.put("note", entry.note());
            fields.put("level", entry.level());
            fields.put("ratio", entry.level() / 4.0);
            fields.put("raw", Base64.getEncoder().encodeToString(raw(entry)));
            fields.put("a_b", "dotted");
            fields.put("nothing", null);
            fields.put("version", entry.version());
            documents.put(entry.scope() + "/" + entry.number(), fields);
        }
        return documents;
    }

    @Override
    protected List<Exclusion> exclusions() {
        return List.of(new Exclusion("ratio", ">", "1"), new Exclusion("note", "regex", "Pegel \\d*5 m"));
    }

    @Override
    protected boolean isAdmitted(Entry entry) {
        return entry.level() <= 4;
    }

    @Override
    protected Optional<AdvancedRules> advancedRules() {
        return Optional.empty();
    }

    @Override
    protected Map<String, Map<String, Object>> documentsByRule(Collection<Entry> all) {
        throw new IllegalStateException("It has no such rules");
    }

    @Override
    protected void spoil() throws SQLException {
        run("ALTER TABLE b RENAME TO elsewhere");
    }

    @Override
    protected void mend() throws SQLException {
        run("ALTER TABLE elsewhere RENAME TO b");
    }

    @Override
    protected boolean isIncremental() {
        return false;
    }
}
