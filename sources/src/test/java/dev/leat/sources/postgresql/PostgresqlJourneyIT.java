package dev.leat.sources.postgresql;

import dev.leat.sources.journey.Batch;
import dev.leat.sources.journey.Entry;
import dev.leat.sources.journey.ServiceJourney;
import dev.leat.sources.sql.TestDatabase;
import dev.leat.testing.database.TestPostgres;
import dev.leat.testing.database.WithDatabases;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

@WithDatabases
class PostgresqlJourneyIT extends ServiceJourney {

    private final TestPostgres server;
    private TestDatabase database;

    PostgresqlJourneyIT(TestPostgres server) {
        this.server = server;
        this.database = new TestDatabase(server, "made before each test");
    }

    @Override
    protected String serviceType() {
        return "postgresql";
    }

    @Override
    protected Map<String, String> open(Path directory) throws SQLException {
        database = TestDatabase.on(server);
        for (String table : scopes()) {
            database.run("""
                    CREATE TABLE %s(number int PRIMARY KEY, note text, level smallint, amount numeric(12, 2),
                      ratio double precision, even boolean, at timestamptz, day date, tags text[], data jsonb,
                      raw bytea, nothing text, version bigint)
                    """.formatted(table));
        }
        return database.with("tables", "a,b", "cursor_column", "version", "cursor_overlap", "0");
    }

    @Override
    protected void write(Collection<Entry> written) throws SQLException {
        Batch.run(database.connect(), """
                INSERT INTO %s VALUES (?, ?, ?, ?::numeric, ?, ?, ?::timestamptz, ?::date, string_to_array(?, ','),
                  ?::jsonb, ?, NULL, ?)
                ON CONFLICT (number) DO UPDATE SET note = excluded.note, version = excluded.version
                """, written, entry -> new Object[] {
            entry.number(),
            entry.note(),
            entry.level(),
            entry.level() + ".50",
            entry.level() / 4.0,
            entry.level() % 2 == 0,
            "2026-03-01T12:00:0%d.25+02:00".formatted(entry.level()),
            "2026-02-2" + entry.level() % 9,
            "gate,ü " + entry.level(),
            "{\"gate\":{\"side\":\"left\"},\"level\":%d}".formatted(entry.level()),
            raw(entry),
            (long) entry.version()
        });
    }

    private static byte[] raw(Entry entry) {
        return ("\u0000" + entry.level()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void remove(Collection<Entry> removed) throws SQLException {
        Batch.run(
                database.connect(), "DELETE FROM %s WHERE number = ?", removed, entry -> new Object[] {entry.number()});
    }

    @Override
    protected Map<String, Map<String, Object>> documents(Collection<Entry> all) {
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (Entry entry : all) {
            Map<String, Object> fields = document(entry.scope());
            String prefix = "public_" + entry.scope() + "_";
            fields.put(prefix + "number", entry.number());
            fields.put(prefix + "note", entry.note());
            fields.put(prefix + "level", entry.level());
            fields.put(prefix + "amount", new BigDecimal(entry.level() + ".50"));
            fields.put(prefix + "ratio", entry.level() / 4.0);
            fields.put(prefix + "even", entry.level() % 2 == 0);
            fields.put(prefix + "at", "2026-03-01T10:00:0%d.25Z".formatted(entry.level()));
            fields.put(prefix + "day", "2026-02-2" + entry.level() % 9);
            fields.put(prefix + "tags", List.of("gate", "ü " + entry.level()));
            fields.put(prefix + "data", "{\"gate\": {\"side\": \"left\"}, \"level\": %d}".formatted(entry.level()));
            fields.put(prefix + "raw", Base64.getEncoder().encodeToString(raw(entry)));
            fields.put(prefix + "nothing", null);
            fields.put(prefix + "version", entry.version());
            documents.put(id(entry), fields);
        }
        return documents;
    }

    private Map<String, Object> document(String table) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("database", database.name());
        fields.put("schema", "public");
        fields.put("table", table);
        fields.put("_timestamp", SOME_TIME);
        return fields;
    }

    private String id(Entry entry) {
        return "%s_public_%s_%d".formatted(database.name(), entry.scope(), entry.number());
    }

    @Override
    protected List<Exclusion> exclusions() {
        return List.of(
                new Exclusion("public_a_level", ">", "6.5"),
                new Exclusion("public_b_even", "equals", "no"),
                new Exclusion("public_a_at", "<", "2026-03-01T12:00:01+02:00"));
    }

    @Override
    protected boolean isAdmitted(Entry entry) {
        return entry.scope().equals("a") ? entry.level() <= 6 && entry.level() >= 1 : entry.level() % 2 == 0;
    }

    @Override
    protected Optional<AdvancedRules> advancedRules() {
        return Optional.of(new AdvancedRules(
                "[{\"tables\":[\"a\"],\"query\":\"SELECT number, note FROM a WHERE level < 4\"}]",
                "[{\"tables\":[\"nowhere\"],\"query\":\"SELECT 1\"}]",
                "nowhere"));
    }

    @Override
    protected Map<String, Map<String, Object>> documentsByRule(Collection<Entry> all) {
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (Entry entry : all) {
            if (entry.scope().equals("a") && entry.level() < 4) {
                Map<String, Object> fields = document("a");
                fields.put("public_a_number", entry.number());
                fields.put("public_a_note", entry.note());
                documents.put(id(entry), fields);
            }
        }
        return documents;
    }

    @Override
    protected void spoil() throws SQLException {
        database.run("ALTER TABLE b RENAME TO elsewhere");
    }

    @Override
    protected void mend() throws SQLException {
        database.run("ALTER TABLE elsewhere RENAME TO b");
    }

    @Override
    protected boolean isIncremental() {
        return true;
    }

    /** A page has that many rows at least. */
    @Override
    protected int page() {
        return 2_000;
    }
}
