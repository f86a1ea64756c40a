package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SyncPairTest extends OnModels {

    @Test
    void rowsAndDocumentsAreCopiedToEachOther() {
        insert("row", "1");
        put("document", "2");

        SyncPair pair = pair(settings());
        pair.once();

        assertThat(document("row")).isEqualTo("{a=1}");
        assertThat(row("document")).isEqualTo("{a=2}");
        assertThat(pair.tally().count(Event.DOCUMENT_WRITTEN)).isEqualTo(1);
        assertThat(pair.tally().count(Event.ROW_WRITTEN)).isEqualTo(1);
    }

    @Test
    void toTheIndexOnlyDocumentsChange() {
        insert("row", "1");
        put("document", "2");
        SyncPair pair = pair(settings().withRules(Rules.standard().withDirection(Direction.TO_INDEX)));
        pair.once();
        put("row", "3");
        pair.once();

        assertThat(document("row")).isEqualTo("{a=1}");
        assertThat(document("document")).isEqualTo("{a=2}");
        assertThat(row("document")).isEqualTo("absent");
    }

    @Test
    void toTheTableOnlyRowsChange() {
        insert("row", "1");
        put("document", "2");
        SyncPair pair = pair(settings().withRules(Rules.standard().withDirection(Direction.TO_TABLE)));
        pair.once();
        insert("document", "3");
        pair.once();

        assertThat(document("row")).isEqualTo("absent");
        assertThat(row("document")).isEqualTo("{a=2}");
        assertThat(row("row")).isEqualTo("{a=1}");
    }

    @Test
    void deletesArriveWhenBothSidesAreCompared() {
        insert("one", "1");
        insert("two", "2");
        SyncPair pair = pair(settings());
        pair.once();
        table.delete(RowKey.of("one"), now + 1);
        index.delete(RowKey.of("two"));

        now += 600 * SECOND;
        pair.once();

        assertThat(document("one")).isEqualTo("absent");
        assertThat(row("two")).isEqualTo("absent");
    }

    @Test
    void anIndexThatWasEmptiedDoesNotEmptyTheTable() {
        for (int i = 0; i < 30; i++) {
            insert("key-" + i, "1");
        }
        SyncPair pair = pair(settings());
        pair.once();
        index.clear();
        insert("key-0", "2");

        now += 600 * SECOND;
        pair.once();

        assertThat(row("key-29")).isEqualTo("{a=1}");
        assertThat(pair.tally().count(Event.ROW_DELETED)).isZero();
        assertThat(pair.tally().count(Event.HELD_BACK)).isEqualTo(29);
    }

    @Test
    void anIndexThatWasEmptiedOnPurposeEmptiesTheTable() {
        for (int i = 0; i < 30; i++) {
            insert("key-" + i, "1");
        }
        SyncPair pair = pair(settings().withMaxDeletes(1));
        pair.once();
        index.clear();

        now += 600 * SECOND;
        pair.once();

        assertThat(pair.tally().count(Event.ROW_DELETED)).isEqualTo(30);
    }

    @Test
    void onlyOneInstanceWorksOnAPair() {
        SyncPair first = pair(settings());
        SyncPair second = pair("second", settings());
        assertThat(first.once()).isTrue();

        assertThat(second.once()).isFalse();

        now += 60 * SECOND;
        assertThat(second.once()).isTrue();
        assertThat(first.once()).isFalse();
    }

    @Test
    void anInstanceThatIsDoneLetsTheNextWorkAtOnce() {
        SyncPair first = pair(settings());
        first.once();

        first.release();

        assertThat(pair("second", settings()).once()).isTrue();
    }

    @Test
    void anInstanceThatSleptThroughItsLeaseCannotMoveTheCheckpoint() {
        insert("row", "1");
        SyncPair second = pair("second", settings());
        TableModel sleepy = new TableModel(() -> now) {
            @Override
            public void scanRows(@Nullable String from, RowHandler handler) {
                now += 60 * SECOND;
                second.once();
                table.scanRows(from, handler);
            }

            @Override
            public Map<RowKey, RowState> read(Collection<RowKey> keys) {
                return table.read(keys);
            }
        };
        SyncPorts ports = ports(sleepy, null, index);

        assertThatThrownBy(() -> new SyncPair("first", ports, settings()).once())
                .isInstanceOf(LeaseLostException.class)
                .hasMessage("another instance took over the pair; this one stands by");
        assertThat(document("row")).isEqualTo("{a=1}");
    }

    @Test
    void aPreviewWritesNothing() {
        insert("row", "1");
        put("document", "2");
        SyncPair pair = pair(settings());

        pair.preview();

        assertThat(pair.tally().count(Event.DOCUMENT_WRITTEN)).isEqualTo(1);
        assertThat(pair.tally().count(Event.ROW_WRITTEN)).isEqualTo(1);
        assertThat(document("row")).isEqualTo("absent");
        assertThat(row("document")).isEqualTo("absent");
        assertThat(ledger.all()).isEmpty();
        assertThat(ledger.read().version()).isNull();
    }

    @Test
    void whatIsRefusedBecomesADeadLetterAndDoesNotStopTheRest() {
        put("bad", "1");
        put("good", "2");
        TableModel refusing = new TableModel(() -> now) {
            @Override
            public Map<RowKey, Outcome> write(Collection<RowWrite> writes) {
                Map<RowKey, Outcome> outcomes = new LinkedHashMap<>(super.write(writes.stream()
                        .filter(write -> !write.key().id().equals("bad"))
                        .toList()));
                writes.forEach(write -> outcomes.putIfAbsent(write.key(), new Outcome.Rejected("a counter")));
                return outcomes;
            }
        };

        SyncPair pair = new SyncPair("first", ports(refusing, null, index), settings());
        pair.once();

        assertThat(deadLetters).containsExactly("bad TABLE a counter");
        assertThat(refusing.read(RowKey.of("good"))).isInstanceOf(RowState.Present.class);
        assertThat(pair.tally().count(Event.DEAD_LETTER)).isEqualTo(1);
        assertThat(ledger.read(RowKey.of("bad")).isOpen()).isFalse();
    }

    @Test
    void aVersionFromTheFutureHidesNoRow() {
        SyncPair pair = new SyncPair("first", ports(table, table, index), settings());
        pair.once();
        table.insert(RowKey.of("future"), Map.of("v", Long.toString(now + 3600 * SECOND)), now, RowModel.FOREVER);
        pair.once();

        now += 60 * SECOND;
        table.insert(RowKey.of("present"), Map.of("v", Long.toString(now)), now, RowModel.FOREVER);
        pair.once();

        assertThat(document("present")).isEqualTo("{v=" + now + "}");
    }

    @Test
    void anInitialCopyGoesOnWhereItWasStopped() {
        for (int i = 0; i < 10; i++) {
            insert("key-" + i, "1");
        }
        List<String> positions = new ArrayList<>();
        TableModel failing = new TableModel(() -> now) {
            @Override
            public void scanRows(@Nullable String from, RowHandler handler) {
                positions.add(from);
                table.scanRows(from, (page, position) -> {
                    now += SECOND;
                    handler.accept(page, position);
                    if (positions.size() == 1) {
                        throw new UnavailableException("no node answers", null);
                    }
                });
            }

            @Override
            public Map<RowKey, RowState> read(Collection<RowKey> keys) {
                return table.read(keys);
            }
        };
        SyncPair pair = new SyncPair("first", ports(failing, null, index), settings());

        assertThatThrownBy(pair::once).isInstanceOf(UnavailableException.class);
        pair.once();

        assertThat(positions).containsExactly(null, "key-1");
        assertThat(document("key-9")).isEqualTo("{a=1}");
    }

    @Test
    void whatIsLongGoneIsForgottenAndNothingElse() {
        insert("there", "1");
        insert("gone", "1");
        SyncPair pair = pair(settings().withReconcileEvery(Duration.ZERO));
        pair.once();
        index.delete(RowKey.of("gone"));
        pair.once();
        assertThat(row("gone")).isEqualTo("absent");

        now += Duration.ofDays(9).toNanos() / 1000;
        pair.once();
        assertThat(ledger.all()).hasSize(2);
        now += Duration.ofDays(2).toNanos() / 1000;
        pair.once();

        assertThat(ledger.all()).extracting(LedgerEntry::key).containsExactly(RowKey.of("there"));
        assertThat(pair.tally().count(Event.FORGOTTEN)).isEqualTo(1);
        assertThat(row("gone")).isEqualTo("absent");
        assertThat(document("gone")).isEqualTo("absent");
        assertThat(document("there")).isEqualTo("{a=1}");
    }

    @Test
    void newFieldsGetColumnsAndTheirDocumentsAreReadAgain() {
        put("one", "1");
        IndexModel strange = new IndexModel() {
            @Override
            public void changes(String from, PageHandler handler) {
                throw new NewFieldsException(Map.of("b", "text"));
            }
        };
        strange.put(RowKey.of("one"), Content.of(Map.of("a", "1")), "");
        SyncPorts before = ports(table, null, strange);
        List<Map<String, String>> added = new ArrayList<>();
        Extension extension = fields -> {
            added.add(fields.columns());
            return ports(table, null, index);
        };

        SyncPair pair = new SyncPair("first", before, settings()).withExtension(extension);
        boolean worked = pair.once();

        assertThat(worked).isTrue();
        assertThat(added).containsExactly(Map.of("b", "text"));
        assertThat(row("one")).isEqualTo("{a=1}");

        strange.put(RowKey.of("two"), Content.of(Map.of("a", "1")), "");
        assertThatThrownBy(() -> new SyncPair("first", before, settings()).once())
                .isInstanceOf(NewFieldsException.class)
                .hasMessage("the documents have fields without a column: {b=text}");
    }
}
