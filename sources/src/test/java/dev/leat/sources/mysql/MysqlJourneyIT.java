package dev.leat.sources.mysql;

import dev.leat.sources.journey.Batch;
import dev.leat.sources.journey.Entry;
import dev.leat.sources.journey.ServiceJourney;
import dev.leat.sources.sql.TestDatabase;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.WithDatabases;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

@WithDatabases
class MysqlJourneyIT extends ServiceJourney {

    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();

    private final TestMariaDb server;
    private TestDatabase database;

    MysqlJourneyIT(TestMariaDb server) {
        this.server = server;
        this.database = new TestDatabase(server, "made before each test");
    }

    @Override
    protected String serviceType() {
        return "mysql";
    }

    @Override
    protected Map<String, String> open(Path directory) throws SQLException {
        database = TestDatabase.on(server);
        for (String table : scopes()) {
            database.run("""
                    CREATE TABLE %s(id int PRIMARY KEY, note text, level tinyint, big bigint unsigned, amount decimal(12, 2),
                      ratio double, at datetime(3), seen timestamp NULL, day date, duration time, kind set('lock', 'gate'),
                      data json, raw varbinary(20), nothing text, version bigint)
                    """.formatted(table));
        }
        return database.with("tables", "a,b", "fetch_size", "50", "cursor_column", "version", "cursor_overlap", "0");
    }

    @Override
    protected void write(Collection<Entry> written) throws SQLException {
        Batch.run(database.connect(), """
                INSERT INTO %s VALUES (?, ?, ?, ?, ?, ?, ?, FROM_UNIXTIME(?), ?, ?, 'lock,gate', ?, ?, NULL, ?)
                ON DUPLICATE KEY UPDATE note = VALUES(note), version = VALUES(version)
                """, written, entry -> new Object[] {
            entry.number(),
            entry.note(),
            entry.level(),
            9_000_000_000L + entry.level(),
            new BigDecimal(entry.level() + ".50"),
            entry.level() / 4.0,
            "2026-03-01 12:00:0%d.250".formatted(entry.level()),
            NOON + entry.level(),
            "2026-02-2" + entry.level() % 9,
            "-12:00:0" + entry.level(),
            "{\"level\": %d}".formatted(entry.level()),
            raw(entry),
            (long) entry.version()
        });
    }

    private static byte[] raw(Entry entry) {
        return ("\u0000" + entry.level()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void remove(Collection<Entry> removed) throws SQLException {
        Batch.run(database.connect(), "DELETE FROM %s WHERE id = ?", removed, entry -> new Object[] {entry.number()});
    }

    @Override
    protected Map<String, Map<String, Object>> documents(Collection<Entry> all) {
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (Entry entry : all) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("Table", entry.scope());
            fields.put("_timestamp", SOME_TIME);
            fields.put("column_id", entry.number());
            fields.put("note", entry.note());
            fields.put("level", entry.level());
            fields.put("big", 9_000_000_000L + entry.level());
            fields.put("amount", new BigDecimal(entry.level() + ".50"));
            fields.put("ratio", entry.level() / 4.0);
            fields.put("at", "2026-03-01T12:00:0%d.25".formatted(entry.level()));
            fields.put("seen", "2026-03-01T12:00:0%dZ".formatted(entry.level()));
            fields.put("day", "2026-02-2" + entry.level() % 9);
            fields.put("duration", "-12:00:0" + entry.level());
            fields.put("kind", List.of("lock", "gate"));
            fields.put("data", "{\"level\": %d}".formatted(entry.level()));
            fields.put("raw", Base64.getEncoder().encodeToString(raw(entry)));
            fields.put("nothing", null);
            fields.put("version", entry.version());
            documents.put(entry.scope() + "_" + entry.number(), fields);
        }
        return documents;
    }

    @Override
    protected List<Exclusion> exclusions() {
        return List.of(
                new Exclusion("level", "equals", "3.0"),
                new Exclusion("seen", ">", "2026-03-01T13:00:07+01:00"),
                new Exclusion("kind", "equals", "weir"));
    }

    @Override
    protected boolean isAdmitted(Entry entry) {
        return entry.level() != 3 && entry.level() <= 7;
    }

    @Override
    protected Optional<AdvancedRules> advancedRules() {
        return Optional.of(new AdvancedRules(
                "[{\"tables\":[\"a\"],\"query\":\"SELECT id, note FROM a WHERE level < 4\",\"id_columns\":[\"id\"]}]",
                "[{\"tables\":[\"nowhere\"],\"query\":\"SELECT 1\"}]",
                "nowhere"));
    }

    @Override
    protected Map<String, Map<String, Object>> documentsByRule(Collection<Entry> all) {
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (Entry entry : all) {
            if (entry.scope().equals("a") && entry.level() < 4) {
                documents.put(
                        "a_" + entry.number(),
                        new LinkedHashMap<>(Map.of(
                                "Table",
                                "a",
                                "_timestamp",
                                SOME_TIME,
                                "column_id",
                                entry.number(),
                                "note",
                                entry.note())));
            }
        }
        return documents;
    }

    @Override
    protected void spoil() throws SQLException {
        database.run("RENAME TABLE b TO elsewhere");
    }

    @Override
    protected void mend() throws SQLException {
        database.run("RENAME TABLE elsewhere TO b");
    }

    @Override
    protected boolean isIncremental() {
        return true;
    }
}
