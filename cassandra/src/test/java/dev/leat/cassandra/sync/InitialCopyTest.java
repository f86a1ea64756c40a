package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitialCopyTest {

    private static final long NOW = 1_700_000_000_000_000L;

    @TempDir
    Path scratch;

    private final TableModel table = new TableModel(() -> NOW);
    private final List<RowKey> looks = new ArrayList<>();
    private Function<Collection<DocWrite>, Map<RowKey, Outcome>> sending = this::send;
    private final IndexModel index = new IndexModel() {
        @Override
        public Map<RowKey, DocState> read(Collection<RowKey> keys) {
            looks.addAll(keys);
            return super.read(keys);
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<DocWrite> writes) {
            return sending.apply(writes);
        }
    };
    private Runnable beforeTheLedger = () -> {};
    private final LedgerModel ledger = new LedgerModel() {
        @Override
        public Map<RowKey, Outcome> write(Collection<LedgerEntry> entries) {
            beforeTheLedger.run();
            return super.write(entries);
        }
    };

    @ParameterizedTest
    @EnumSource(
            value = Direction.class,
            names = {"BOTH", "TO_INDEX"})
    void rowsAreCopiedWithoutALookAtTheIndex(Direction direction) {
        for (int i = 0; i < 10; i++) {
            insert("key-" + i, "1");
        }

        pair(direction).once();

        assertThat(looks).isEmpty();
        assertThat(ledger.all())
                .hasSize(10)
                .allSatisfy(entry -> assertThat(entry.isOpen()).isFalse())
                .allSatisfy(entry -> assertThat(entry.agreed())
                        .isEqualTo(Content.of(Map.of("a", "1")).fingerprint()))
                .allSatisfy(entry -> assertThat(entry.time()).isEqualTo(NOW));
        assertThat(document("key-7")).isEqualTo("{a=1}");
    }

    @Test
    void aDocumentThatIsThereIsJudgedAsEver() {
        insert("equal", "1");
        put("equal", "1");
        insert("other", "1");
        put("other", "2");
        insert("new", "1");

        SyncPair pair = pair(Direction.BOTH);
        pair.once();

        assertThat(document("equal")).isEqualTo("{a=1}");
        assertThat(document("other")).isEqualTo("{a=1}");
        assertThat(document("new")).isEqualTo("{a=1}");
        assertThat(pair.tally().count(Event.ROW_WON)).isEqualTo(1);
        assertThat(pair.tally().count(Event.DOCUMENT_WRITTEN)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Direction.class,
            names = {"BOTH", "TO_INDEX"})
    void aCopyThatDiesBeforeTheLedgerKnowsIsRunAgain(Direction direction) {
        insert("one", "1");
        insert("two", "1");
        sending = writes -> {
            sending = this::send;
            beforeTheLedger = () -> {
                throw new UnavailableException("killed", null);
            };
            return send(writes);
        };

        assertThatThrownBy(() -> pair(direction).once()).hasMessage("killed");
        beforeTheLedger = () -> {};
        SyncPair again = pair(direction);
        again.once();

        assertThat(document("one")).isEqualTo("{a=1}");
        assertThat(document("two")).isEqualTo("{a=1}");
        assertThat(again.tally().count(Event.DOCUMENT_WRITTEN)).isZero();
        assertThat(ledger.all())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.isOpen()).isFalse());
    }

    @Test
    void aCrashDoesNotBringBackARowThatIsDeletedThen() {
        insert("one", "1");
        sending = writes -> {
            sending = this::send;
            beforeTheLedger = () -> {
                throw new UnavailableException("killed", null);
            };
            return send(writes);
        };
        assertThatThrownBy(() -> pair(Direction.BOTH).once()).hasMessage("killed");
        beforeTheLedger = () -> {};

        table.delete(RowKey.of("one"), NOW + 1);
        pair(Direction.BOTH).once();

        assertThat(document("one")).isEqualTo("absent");
        assertThat(table.read(RowKey.of("one"))).isEqualTo(new RowState.Absent());
    }

    @ParameterizedTest
    @EnumSource(
            value = Direction.class,
            names = {"BOTH", "TO_INDEX"})
    void aCreateWhoseAnswerIsLostIsRememberedUntilItIsOver(Direction direction) {
        insert("one", "1");
        sending = writes -> {
            sending = this::send;
            Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
            writes.forEach(write -> outcomes.put(write.key(), new Outcome.Unknown()));
            return outcomes;
        };

        pair(direction).once();

        assertThat(document("one")).isEqualTo("{a=1}");
        assertThat(ledger.read(RowKey.of("one")).agreed().isAbsent()).isFalse();
        assertThat(ledger.read(RowKey.of("one"))
                        .explainsDoc(Content.of(Map.of("a", "1")).fingerprint(), NOW))
                .isTrue();
    }

    private Map<RowKey, Outcome> send(Collection<DocWrite> writes) {
        Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
        writes.forEach(write -> outcomes.put(write.key(), index.apply(write)));
        return outcomes;
    }

    private SyncPair pair(Direction direction) {
        DeadLetters none = (key, side, reason) -> {
            throw new AssertionError("a dead letter: " + reason);
        };
        Waiter waiter = new Waiter() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public void sleep(Duration duration) {}
        };
        SyncPorts ports =
                new SyncPorts(table, null, index, ledger, ledger, none, () -> Instant.ofEpochMilli(NOW / 1000), waiter);
        PairSettings settings = PairSettings.standard(scratch)
                .withRules(Rules.standard().withDirection(direction))
                .withReconcileEvery(Duration.ofHours(1))
                .withParallelism(1, 100);
        return new SyncPair("one", ports, settings);
    }

    private void insert(String key, String a) {
        table.insert(RowKey.of(key), new TreeMap<>(Map.of("a", a)), NOW, RowModel.FOREVER);
    }

    private void put(String key, String a) {
        index.put(RowKey.of(key), Content.of(Map.of("a", a)), "");
    }

    private String document(String key) {
        return index.read(RowKey.of(key)) instanceof DocState.Present doc ? Schedule.show(doc.content()) : "absent";
    }
}
