package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Waiter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a row or a document is not read, and nothing is lost by it. */
class UnreadTest {

    private static final long SECOND = 1_000_000;
    private static final RowKey KEY = RowKey.of("key");

    @TempDir
    Path scratch;

    private long now = 1_700_000_000L * SECOND;
    private final List<RowKey> readRows = new ArrayList<>();
    private final List<RowKey> readDocuments = new ArrayList<>();
    private Runnable afterTheScan = () -> {};
    private Runnable beforeRowsAreRead = () -> {};
    private final TableModel table = new TableModel(() -> now) {
        @Override
        public long changes(long since, long until, PageHandler handler) {
            return super.changes(since, until, (page, position) -> {
                afterTheScan.run();
                handler.accept(page, position);
            });
        }

        @Override
        public Map<RowKey, RowState> read(Collection<RowKey> keys) {
            beforeRowsAreRead.run();
            readRows.addAll(keys);
            return super.read(keys);
        }
    };
    private final IndexModel index = new IndexModel() {
        @Override
        public Map<RowKey, DocState> read(Collection<RowKey> keys) {
            readDocuments.addAll(keys);
            return super.read(keys);
        }
    };
    private final LedgerModel ledger = new LedgerModel();
    private SyncPair pair;

    @BeforeEach
    void open() {
        pair = pair("first");
    }

    @Test
    void aRowThatChangesIsWrittenWithoutAnotherLookAtEither() {
        write("1");
        cycle();
        write("2");
        cycle();

        assertThat(document()).isEqualTo("2");
        assertThat(readRows).isEmpty();
        assertThat(readDocuments).isEmpty();
    }

    @Test
    void anEditOfTheDocumentIsSeenBeforeItIsWrittenOver() {
        write("1");
        cycle();
        index.put(KEY, content("edited", now + 2 * SECOND), "");
        write("2");
        cycle();

        assertThat(readDocuments).contains(KEY);
        assertThat(document()).isEqualTo("edited");
        assertThat(row()).isEqualTo("edited");
    }

    @Test
    void anEditThatTheFeedCameByIsNotReadAgain() {
        index.put(KEY, content("1", now), "");
        cycle();
        index.put(KEY, content("edited", now + 2 * SECOND), "");
        cycle();

        assertThat(row()).isEqualTo("edited");
        assertThat(readDocuments).isEmpty();
    }

    @Test
    void anEditOfWhichAnotherInstanceMayKnowMoreIsReadAgain() {
        write("1");
        cycle();
        now += 60 * SECOND;
        write(RowKey.of("later"), "1");
        cycle();
        pair.release();
        index.put(KEY, content("edited", now + 2 * SECOND), "");
        pair = pair("second");
        cycle();

        assertThat(row()).isEqualTo("edited");
        assertThat(readDocuments).contains(KEY);
    }

    @Test
    void anEditThatIsMadeWhileTheOneBeforeIsWrittenIsBroughtInTheNextCycle() {
        index.put(KEY, content("1", now), "");
        beforeRowsAreRead = () -> index.put(KEY, content("2", now), "");
        cycle();
        beforeRowsAreRead = () -> {};
        cycle();

        assertThat(row()).isEqualTo("2");
        assertThat(document()).isEqualTo("2");
    }

    @Test
    void aDocumentThatIsDeletedWhileItIsWrittenTakesItsRowAlong() {
        index.put(KEY, content("1", now), "");
        beforeRowsAreRead = () -> index.delete(KEY);
        cycle();
        beforeRowsAreRead = () -> {};
        now += 600 * SECOND;
        cycle();

        assertThat(row()).isEqualTo("absent");
    }

    @Test
    void fieldsOfItsOwnAreKept() {
        write("1");
        cycle();
        index.put(KEY, content("1", now), "\"own\":1");
        now += SECOND;
        write("2");
        cycle();
        write("3");
        cycle();

        assertThat(index.read(KEY))
                .isInstanceOfSatisfying(
                        DocState.Present.class,
                        doc -> assertThat(doc.ownFields()).isEqualTo("\"own\":1"));
        assertThat(document()).isEqualTo("3");
    }

    @Test
    void aDeletedDocumentIsSeen() {
        write("1");
        cycle();
        index.delete(KEY);
        write("2");
        cycle();

        assertThat(document()).isEqualTo("2");
        assertThat(readDocuments).contains(KEY);
    }

    @Test
    void aRowOfWhichAnotherInstanceMayKnowMoreIsReadAgain() {
        write("1");
        cycle();
        pair.release();
        SyncPair second = pair("second");
        second.once();
        second.release();
        readRows.clear();
        write("2");
        cycle();

        assertThat(readRows).containsExactly(KEY);
        assertThat(document()).isEqualTo("2");
    }

    @Test
    void aRowWhoseEntrySaysThatItIsGoneIsReadAgain() {
        write("1");
        cycle();
        table.delete(KEY, now);
        now += 600 * SECOND;
        cycle();
        assertThat(document()).isEqualTo("absent");
        pair = pair("first");
        write("2");
        afterTheScan = () -> table.delete(KEY, now);
        cycle();

        assertThat(readRows).contains(KEY);
        assertThat(document()).isEqualTo("absent");
    }

    @Test
    void aLookWithoutWritesReadsEverything() {
        write("1");
        cycle();
        write("2");
        readRows.clear();

        pair.preview();

        assertThat(readRows).contains(KEY);
        assertThat(readDocuments).contains(KEY);
        assertThat(document()).isEqualTo("1");
    }

    private void cycle() {
        now += SECOND;
        pair.once();
    }

    private void write(String a) {
        write(KEY, a);
    }

    private void write(RowKey key, String a) {
        table.insert(key, new TreeMap<>(content(a, now).values()), now, RowModel.FOREVER);
    }

    private static Content content(String a, long version) {
        return Content.of(Map.of("a", a, "v", Long.toString(version)));
    }

    private String row() {
        return table.read(KEY) instanceof RowState.Present row ? value(row.content()) : "absent";
    }

    private String document() {
        return index.read(KEY) instanceof DocState.Present doc ? value(doc.content()) : "absent";
    }

    private static String value(Content content) {
        return content.values().getOrDefault("a", "none");
    }

    private SyncPair pair(String owner) {
        SyncPorts ports = new SyncPorts(
                table,
                table,
                index,
                ledger,
                ledger,
                (key, side, reason) -> {
                    throw new AssertionError(reason);
                },
                () -> Instant.EPOCH.plus(now, ChronoUnit.MICROS),
                Waiter.system());
        SyncPair made =
                new SyncPair(owner, ports, PairSettings.standard(scratch).withParallelism(1, 100));
        return made;
    }
}
