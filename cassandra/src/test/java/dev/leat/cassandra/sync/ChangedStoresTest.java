package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pair whose index or table is not what it was, or refuses what it is given. */
class ChangedStoresTest {

    private static final long SECOND = 1_000_000;

    @TempDir
    Path scratch;

    private long now = 1_700_000_000L * SECOND;
    private final TableModel table = new TableModel(() -> now);
    private final IndexModel index = new IndexModel();
    private final LedgerModel ledger = new LedgerModel();
    private final List<String> deadLetters = new ArrayList<>();

    @Test
    void anIndexThatIsMadeAnewIsFilledFromTheTableAndDeletesNothing() {
        insert("one", "1");
        insert("two", "2");
        put("three", "3");
        SyncPair pair = pair(settings());
        pair.once();
        index.recreate();
        put("four", "4");

        now += 600 * SECOND;
        assertThatThrownBy(pair::once).isInstanceOf(UnavailableException.class).hasMessage("another index");
        pair.once();

        for (String key : List.of("one", "two", "three", "four")) {
            assertThat(row(key)).isEqualTo(document(key)).isNotEqualTo("absent");
        }
        assertThat(pair.tally().count(Event.ROW_DELETED)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void anIndexThatIsMadeAnewBetweenTwoRunsDeletesNothing(Direction direction) {
        insert("one", "1");
        put("two", "2");
        PairSettings settings = settings().withRules(Rules.standard().withDirection(direction));
        pair(settings).once();
        index.recreate();
        now += 600 * SECOND;
        insert("one", "3");
        insert("two", "3");

        SyncPair next = pair(settings);
        next.preview();
        next.once();

        assertThat(row("one")).isEqualTo("{a=3}");
        assertThat(row("two")).isEqualTo("{a=3}");
        assertThat(document("one")).isEqualTo(direction == Direction.TO_TABLE ? "absent" : "{a=3}");
        assertThat(next.tally().count(Event.ROW_DELETED)).isZero();
    }

    @Test
    void anIndexThatIsMadeAnewDuringTheInitialCopyIsFilled() {
        for (int i = 0; i < 10; i++) {
            insert("key-" + i, "1");
        }
        TableModel failing = new TableModel(() -> now) {
            @Override
            public void scanRows(@Nullable String from, RowHandler handler) {
                table.scanRows(from, (page, position) -> {
                    now += SECOND;
                    handler.accept(page, position);
                    throw new UnavailableException("no node answers", null);
                });
            }
        };
        assertThatThrownBy(() -> new SyncPair("first", ports(failing, index), settings()).once())
                .isInstanceOf(UnavailableException.class);
        assertThat(document("key-0")).isEqualTo("{a=1}");
        index.recreate();
        now += 600 * SECOND;

        pair(settings()).once();

        for (int i = 0; i < 10; i++) {
            assertThat(document("key-" + i)).isEqualTo("{a=1}");
            assertThat(row("key-" + i)).isEqualTo("{a=1}");
        }
    }

    @Test
    void aTableWithOtherColumnsIsOpenedAnewAlsoAfterAFailure() {
        insert("one", "1");
        TableModel broken = new TableModel(() -> now) {
            @Override
            public void scanRows(@Nullable String from, RowHandler handler) {
                throw new UnavailableException("no such column", null);
            }
        };
        AtomicReference<Optional<SyncPorts>> renewed = new AtomicReference<>(Optional.empty());
        SyncPair pair = new SyncPair("first", ports(broken, index), settings()).withExtension(new Extension() {
            @Override
            public SyncPorts extend(NewFieldsException fields) {
                throw new AssertionError("no new fields");
            }

            @Override
            public Optional<SyncPorts> renewed() {
                return renewed.get();
            }
        });
        assertThatThrownBy(pair::once).hasMessage("no such column");

        renewed.set(Optional.of(ports(table, index)));
        pair.once();

        assertThat(document("one")).isEqualTo("{a=1}");
    }

    @Test
    void whatIsRefusedCycleAfterCycleIsOneDeadLetterUntilItIsAcceptedOnce() {
        insert("bad", "1");
        boolean[] refuses = {true};
        IndexModel refusing = new IndexModel() {
            @Override
            public Map<RowKey, Outcome> write(Collection<DocWrite> writes) {
                Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
                writes.forEach(write ->
                        outcomes.put(write.key(), refuses[0] ? new Outcome.Rejected("no place") : apply(write)));
                return outcomes;
            }
        };
        SyncPair pair = new SyncPair("first", ports(table, refusing), settings());

        pair.once();
        pair.once();
        assertThat(pair.tally().count(Event.DEAD_LETTER)).isEqualTo(1);
        assertThat(deadLetters).containsExactly("bad INDEX no place");

        refuses[0] = false;
        pair.once();
        refuses[0] = true;
        insert("bad", "2");
        pair.once();

        assertThat(pair.tally().count(Event.DEAD_LETTER)).isEqualTo(2);
        assertThat(deadLetters).hasSize(2);
    }

    private void insert(String key, String a) {
        table.insert(RowKey.of(key), new TreeMap<>(Map.of("a", a)), ++now, RowModel.FOREVER);
    }

    private void put(String key, String a) {
        index.put(RowKey.of(key), Content.of(Map.of("a", a)), "");
    }

    private String row(String key) {
        return table.read(RowKey.of(key)) instanceof RowState.Present row ? Schedule.show(row.content()) : "absent";
    }

    private String document(String key) {
        return index.read(RowKey.of(key)) instanceof DocState.Present doc ? Schedule.show(doc.content()) : "absent";
    }

    private SyncPair pair(PairSettings settings) {
        return new SyncPair("first", ports(table, index), settings);
    }

    private PairSettings settings() {
        return PairSettings.standard(scratch).withParallelism(1, 100);
    }

    private SyncPorts ports(TableSide table, IndexSide index) {
        return new SyncPorts(
                table,
                null,
                index,
                ledger,
                ledger,
                (key, where, reason) -> deadLetters.add(key.id() + " " + where + " " + reason),
                () -> Instant.EPOCH.plus(now, ChronoUnit.MICROS),
                Waiter.system());
    }
}
