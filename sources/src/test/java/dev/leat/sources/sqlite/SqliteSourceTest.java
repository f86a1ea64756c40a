package dev.leat.sources.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import dev.leat.sources.DataSourceConformance;
import dev.leat.sources.RecordingSink;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSourceTest extends DataSourceConformance {
    private static final int READINGS = Boolean.getBoolean("leat.test.full") ? 20_000 : 5_000;

    @TempDir
    private Path folder;

    private Path file;

    SqliteSourceTest() {
        file = Path.of("set before each test");
    }

    @BeforeEach
    void fill() throws SQLException {
        file = folder.resolve("canal #1 50%?ä.db");
        sql("""
            CREATE TABLE reading(id INTEGER PRIMARY KEY, level REAL, note TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
              INSERT INTO reading SELECT i * 3, i / 7.0, 'note ' || i FROM n;
            CREATE TABLE gate(lock TEXT, number INTEGER, state, PRIMARY KEY(lock, number)) WITHOUT ROWID;
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
              INSERT INTO gate SELECT 'lock/' || (i %% 37), i, i FROM n;
            CREATE TABLE nocase(code TEXT COLLATE NOCASE, PRIMARY KEY(code COLLATE BINARY)) WITHOUT ROWID;
            INSERT INTO nocase VALUES ('a'), ('A'), ('b'), ('B'), ('c'), ('C');
            CREATE TABLE mixed(k PRIMARY KEY) WITHOUT ROWID;
            INSERT INTO mixed VALUES (1), ('1'), (1.5), ('1.5'), (x'31'), ('x''31'''), ('a'), (9223372036854775807);
            CREATE TABLE nulls(k TEXT PRIMARY KEY, v);
            INSERT INTO nulls VALUES (NULL, 1), (NULL, 1), (NULL, 2), ('k', 3);
            CREATE TABLE keyless(a, b);
            INSERT INTO keyless VALUES (1, 'x'), (1, 'x'), (1, 'x'), (2, 'y'), (NULL, NULL), ('1', 'x');
            CREATE TABLE shadowed(rowid, _rowid_, oid);
            INSERT INTO shadowed VALUES (1, 2, 3), (1, 2, 3);
            CREATE TABLE "odd ""name"" [x] `y`; DROP TABLE reading; --"("a.b" TEXT, "_id" INT PRIMARY KEY, "table" INT);
            INSERT INTO "odd ""name"" [x] `y`; DROP TABLE reading; --" VALUES ('dot', 7, 8);
            CREATE TABLE empty(id INTEGER PRIMARY KEY);
            CREATE TABLE auto(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
            INSERT INTO auto(name) VALUES ('one');
            CREATE TABLE descending(id INTEGER PRIMARY KEY DESC, name TEXT);
            INSERT INTO descending VALUES (5, 'five'), (6, 'six');
            CREATE VIRTUAL TABLE search USING fts5(body);
            INSERT INTO search VALUES ('flood'), ('drought');
            CREATE VIEW high AS SELECT * FROM reading WHERE id <= 30;
            CREATE VIEW broken AS SELECT * FROM not_there;
            """.formatted(READINGS));
    }

    @Override
    protected String serviceType() {
        return "sqlite";
    }

    @Override
    protected Map<String, String> working() {
        return Map.of("database", file.toString(), "page_rows", "701");
    }

    @Override
    protected Map<String, String> unreachable() {
        return Map.of("database", folder.resolve("missing.db").toString());
    }

    @Override
    protected Optional<Map<String, String>> empty() {
        return Optional.of(Map.of("database", file.toString(), "tables", "empty"));
    }

    @Override
    protected void spoil() throws SQLException {
        sql("DROP TABLE reading");
    }

    @Override
    protected int documents() {
        return READINGS + 2_000 + 6 + 8 + 4 + 6 + 2 + 1 + 0 + 1 + 2;
    }

    @Override
    protected List<String> wordsForUnreachable() {
        return List.of("There is no file", "missing.db", "database");
    }

    @Test
    void mirrorsOrdinaryTablesAndOthersOnlyWhenNamed() throws Exception {
        assertThat(scopes("*"))
                .contains("reading", "gate", "empty", "auto")
                .doesNotContain("search", "search_data", "high", "broken", "sqlite_sequence");
        assertThat(scopes("READING,high,search")).containsExactly("reading", "high", "search");
        assertThat(read("high").documents()).hasSize(10);
        assertThat(read("search").documents()).hasSize(2);
        assertThatThrownBy(() -> scopes("redding"))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("There is no table 'redding'; there are ")
                .hasMessageContaining("reading");
        assertThatThrownBy(() -> read("broken")).hasMessageContaining("The table broken has no columns");
    }

    @Test
    void makesReadableIdsThatNeverCollide() throws Exception {
        RecordingSink all = readAll(working());

        assertThat(all.ids())
                .contains("reading/3", "gate/lock%2F1/1", "auto/1", "descending/5", "nulls/k")
                .contains("mixed/1", "mixed/'1", "mixed/1.5", "mixed/'1.5", "mixed/x'31'", "mixed/'x'31'", "mixed/a")
                .contains("mixed/9223372036854775807")
                .contains("odd \"name\" [x] `y`; DROP TABLE reading; --/7")
                .doesNotHaveDuplicates();
        List<String> keyless =
                all.ids().stream().filter(id -> id.startsWith("keyless/")).toList();
        assertThat(keyless).hasSize(6).filteredOn(id -> id.endsWith(".2")).hasSize(1);
        assertThat(keyless).filteredOn(id -> id.endsWith(".3")).hasSize(1);
    }

    @Test
    void keepsTheIdsOfRowsWithoutKeyWhenTheFileIsCompacted() throws Exception {
        List<String> before = read("keyless").ids();

        sql("DELETE FROM keyless WHERE a = 2; VACUUM; INSERT INTO keyless VALUES (2, 'y')");

        assertThat(read("keyless").ids()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void handsOnValuesAsTheyAreStored() throws Exception {
        sql("CREATE TABLE kinds(id INTEGER PRIMARY KEY, i, r REAL, t TEXT, b BLOB, d DATE, big BLOB, inf REAL, n);"
                + "INSERT INTO kinds VALUES (1, 9007199254740993, 0.1, 'tü', x'00ff', '2025-01-31', zeroblob(70000),"
                + " 9e999, NULL)");

        SourceDocument document = read("kinds").documents().getFirst();

        assertThat(document.fields())
                .containsEntry("table", "kinds")
                .containsEntry("i", 9_007_199_254_740_993L)
                .containsEntry("r", 0.1)
                .containsEntry("t", "tü")
                .containsEntry("b", new byte[] {0, (byte) 0xff})
                .containsEntry("d", "2025-01-31")
                .containsEntry("big", null)
                .containsEntry("inf", null)
                .containsEntry("n", null)
                .containsEntry("left_out", List.of("big: more than 65536 bytes of binary data", "inf: infinite"));
        assertThat(document.timestamp()).isNull();
        assertThat(readAll(working()).with("column_id", 7L).fields())
                .containsEntry("a_b", "dot")
                .containsEntry("column_table", 8L);
    }

    @Test
    void letsOthersWriteBetweenPagesAndSeesEveryOldRowOnce() throws Exception {
        for (String mode : List.of("DELETE", "WAL")) {
            sql("PRAGMA journal_mode = " + mode);
            RecordingSink sink = new RecordingSink()
                    .afterCheckpoint(
                            () -> unchecked(
                                    "UPDATE reading SET note = 'changed' WHERE id % 2 = 0; INSERT INTO reading(note) VALUES ('new')"));

            read("reading", sink);

            assertThat(sink.ids()).doesNotHaveDuplicates();
            for (int i = 1; i <= READINGS; i++) {
                assertThat(sink.ids().get(i - 1)).isEqualTo("reading/" + 3 * i);
            }
            sql("DELETE FROM reading WHERE note = 'new'");
        }
    }

    @Test
    void failsATableThatWasCompactedWhileItsPlacesCounted() throws Exception {
        // The reader may be two pages ahead of the first checkpoint, so there have to be more.
        sql("CREATE TABLE text_key(k TEXT PRIMARY KEY);"
                + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)"
                + " INSERT INTO text_key SELECT 'k' || i FROM n; DELETE FROM text_key WHERE k < 'k15'");
        RecordingSink first = new RecordingSink();
        read("text_key", first);
        Checkpoint checkpoint = first.marks().getFirst().checkpoint();

        assertThatThrownBy(() -> read("text_key", new RecordingSink().afterCheckpoint(() -> unchecked("VACUUM"))))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("text_key was reorganised");

        RecordingSink resumed = new RecordingSink();
        try (DataSource source = open(working())) {
            source.read(new Scope("text_key"), checkpoint, resumed);
        }
        assertThat(resumed.ids())
                .as("from the beginning, because places changed")
                .isEqualTo(first.ids());
    }

    @Test
    void saysWhenTheFileIsLockedDamagedOrNoDatabase() throws Exception {
        Path text = Files.writeString(folder.resolve("text.db"), "This is no database at all, just text. ".repeat(200));
        Path damaged = Files.copy(file, folder.resolve("damaged.db"));
        try (RandomAccessFile raw = new RandomAccessFile(damaged.toFile(), "rw")) {
            raw.seek(4096);
            raw.write(new byte[(int) raw.length() - 8192]);
        }

        assertThatThrownBy(() -> readAll(Map.of("database", text.toString())))
                .hasMessage(text + " is no SQLite database, or it is encrypted");
        assertThatThrownBy(() -> readAll(Map.of("database", damaged.toString())))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("is damaged");
        assertThatThrownBy(() -> readAll(Map.of("database", folder.toString()))).hasMessageContaining("is no file");
        assertThat(folder.resolve("missing.db")).doesNotExist();
    }

    @Test
    void waitsForALockAndThenSaysSo() throws Exception {
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> read("reading"))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("is locked by another program");
        }
    }

    @Test
    void resumesAtKeysOfAnyType() throws Exception {
        Map<String, String> settings = new HashMap<>(working());
        settings.put("page_rows", "1");
        for (String table : List.of("mixed", "nocase", "descending")) {
            settings.put("tables", table);
            RecordingSink whole = readAll(settings);
            for (RecordingSink.Mark mark : whole.marks()) {
                RecordingSink rest = new RecordingSink();
                try (DataSource source = open(settings)) {
                    source.read(new Scope(table), mark.checkpoint(), rest);
                }
                assertThat(rest.ids())
                        .isEqualTo(whole.ids()
                                .subList(mark.documentsBefore(), whole.ids().size()));
            }
            assertThat(whole.marks()).hasSize(whole.ids().size());
        }
    }

    @Test
    void readsARowThatIsLargerThanAPage() throws Exception {
        sql("CREATE TABLE large(id INTEGER PRIMARY KEY, body TEXT);"
                + "INSERT INTO large VALUES (1, hex(zeroblob(5000000))), (2, 'b'), (3, hex(zeroblob(5000000)))");

        assertThat(read("large").ids()).containsExactly("large/1", "large/2", "large/3");
    }

    private List<String> scopes(String tables) throws Exception {
        try (DataSource source = open(Map.of("database", file.toString(), "tables", tables))) {
            source.ping();
            return source.scopes(Filter.none()).stream().map(Scope::name).toList();
        }
    }

    private RecordingSink read(String table) throws Exception {
        RecordingSink sink = new RecordingSink();
        read(table, sink);
        return sink;
    }

    private void read(String table, RecordingSink sink) throws Exception {
        try (DataSource source = open(Map.of("database", file.toString(), "tables", table, "page_rows", "701"))) {
            source.read(new Scope(table), Checkpoint.start(), sink);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
    }

    private void sql(String statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        }
    }

    private void unchecked(String statements) {
        try {
            sql(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
