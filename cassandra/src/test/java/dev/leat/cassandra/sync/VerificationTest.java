package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Progress;
import dev.leat.elastic.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {

    private static final int ALL = 100;

    @TempDir
    Path scratch;

    private final TableModel table = new TableModel(() -> 0);
    private final IndexModel index = new IndexModel();
    private Runnable afterTheTable = () -> {};
    private Runnable whileWaiting = () -> {};
    private String unreadable = "";

    @Test
    void sidesThatHoldTheSameHaveTheSameCountsAndDigests() {
        for (int i = 0; i < 10; i++) {
            insert("key-" + i, "1");
            put("key-" + i, "1");
        }

        Verification verification = verify(ALL);

        assertThat(verification.isEqual()).isTrue();
        assertThat(verification.differences()).isEmpty();
        assertThat(verification.table().count()).isEqualTo(10);
        assertThat(verification.index()).isEqualTo(verification.table());
    }

    @Test
    void everyKindOfDifferenceIsFoundAndNamed() {
        insert("same", "1");
        put("same", "1");
        insert("row", "1");
        put("document", "1");
        insert("other", "1");
        put("other", "2");
        insert("broken", "1");
        put("broken", "1");
        unreadable = "broken";

        Verification verification = verify(ALL);

        assertThat(verification.isEqual()).isFalse();
        assertThat(verification.differences())
                .containsExactlyInAnyOrder(
                        new Difference(RowKey.of("row"), Difference.Kind.ONLY_IN_TABLE, ""),
                        new Difference(RowKey.of("document"), Difference.Kind.ONLY_IN_INDEX, ""),
                        new Difference(RowKey.of("other"), Difference.Kind.DIFFERENT, "a"),
                        new Difference(RowKey.of("broken"), Difference.Kind.UNREADABLE, "row: no number"));
        assertThat(verification.counts())
                .containsOnlyKeys(Difference.Kind.values())
                .allSatisfy((kind, count) -> assertThat(count).isEqualTo(1));
        assertThat(verification.table().count()).isEqualTo(4);
        assertThat(verification.index().count()).isEqualTo(4);
        assertThat(verification.index().digest())
                .isNotEqualTo(verification.table().digest());
    }

    @Test
    void differencesBeyondTheListAreCounted() {
        for (int i = 0; i < 10; i++) {
            insert("key-" + i, "1");
        }

        Verification verification = verify(3);

        assertThat(verification.differences()).hasSize(3);
        assertThat(verification.count(Difference.Kind.ONLY_IN_TABLE)).isEqualTo(10);
        assertThat(verification.different()).isEqualTo(10);
    }

    @Test
    void whatIsOnItsWayIsNoDifference() {
        insert("changed", "1");
        put("changed", "1");
        insert("slow", "1");
        afterTheTable = () -> {
            insert("changed", "2");
            put("changed", "2");
            insert("new", "1");
            put("new", "1");
        };
        whileWaiting = () -> put("slow", "1");

        Verification verification = verify(ALL);

        assertThat(verification.isEqual()).isTrue();
        assertThat(verification.table().count()).isEqualTo(3);
        assertThat(verification.index()).isEqualTo(verification.table());
    }

    @Test
    void nothingIsWritten() {
        insert("row", "1");
        put("document", "2");

        verify(ALL);

        assertThat(index.read(RowKey.of("row"))).isEqualTo(new DocState.Absent());
        assertThat(table.read(RowKey.of("document"))).isEqualTo(new RowState.Absent());
    }

    private Verification verify(int limit) {
        LedgerModel ledger = new LedgerModel();
        DeadLetters none = (key, side, reason) -> {
            throw new AssertionError("a dead letter: " + reason);
        };
        Waiter waiter = new Waiter() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public void sleep(Duration duration) {
                whileWaiting.run();
            }
        };
        SyncPorts ports = new SyncPorts(new Rows(), null, index, ledger, ledger, none, () -> Instant.EPOCH, waiter);
        return new SyncPair("nobody", ports, PairSettings.standard(scratch).withParallelism(1, 2))
                .verify(limit, Progress.none());
    }

    /** The table; one row cannot be mapped, and something happens when it has been read whole. */
    private final class Rows implements TableSide {

        @Override
        public Map<RowKey, RowState> read(Collection<RowKey> keys) {
            Map<RowKey, RowState> rows = new LinkedHashMap<>(table.read(keys));
            rows.replaceAll((key, row) -> key.id().equals(unreadable) ? new RowState.Unreadable("no number") : row);
            return rows;
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<RowWrite> writes) {
            throw new AssertionError("a verification writes nothing");
        }

        @Override
        public void scanRows(@Nullable String from, RowHandler handler) {
            table.scanRows(from, handler);
        }

        @Override
        public void scan(@Nullable String from, PageHandler handler) {
            table.scan(
                    from,
                    (page, position) -> handler.accept(
                            page.stream()
                                    .map(row -> row.key().id().equals(unreadable)
                                            ? new Sighting(row.key(), Fingerprint.UNREADABLE)
                                            : row)
                                    .toList(),
                            position));
            Runnable after = afterTheTable;
            afterTheTable = () -> {};
            after.run();
        }
    }

    private void insert(String key, String a) {
        table.insert(RowKey.of(key), new TreeMap<>(Map.of("a", a)), 1, RowModel.FOREVER);
    }

    private void put(String key, String a) {
        index.put(RowKey.of(key), Content.of(Map.of("a", a)), "");
    }
}
