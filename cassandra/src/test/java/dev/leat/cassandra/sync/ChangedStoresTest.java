package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.UnavailableException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pair whose index or table is not what it was, or refuses what it is given. */
class ChangedStoresTest extends OnModels {

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
        assertThatThrownBy(() -> new SyncPair("first", ports(failing, null, index), settings()).once())
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
        SyncPair pair = new SyncPair("first", ports(broken, null, index), settings()).withExtension(new Extension() {
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

        renewed.set(Optional.of(ports(table, null, index)));
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
        SyncPair pair = new SyncPair("first", ports(table, null, refusing), settings());

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
}
