package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every table side does. The table has a text as its key and the columns {@code a int}, {@code b int}, {@code list
 * list<int>}, and is empty before each test.
 */
public abstract class TableSideConformance {

    private static final RowKey KEY = RowKey.of("key");
    private static final long TIME = 1_700_000_000_000_000L;

    protected abstract TableSide table();

    @Test
    void aRowThatIsNotThereIsAbsent() {
        assertThat(table().read(List.of(KEY))).containsExactly(Map.entry(KEY, new RowState.Absent()));
    }

    @Test
    void aRowIsReadWithItsContentAndItsTime() {
        write(put(Map.of("a", "1", "list", "[2,3]"), TIME));

        assertRow(Map.of("a", "1", "list", "[2,3]"), TIME);
    }

    @Test
    void aRowOfWhichOnlyTheKeyIsThereHasNoTime() {
        write(put(Map.of(), TIME));

        assertThat(table().read(List.of(KEY)).get(KEY)).isEqualTo(new RowState.Present(Content.EMPTY, null));
    }

    @Test
    void aPutLeavesTheOtherColumnsAlone() {
        write(put(Map.of("a", "1", "b", "2"), TIME));
        write(new RowWrite.Put(KEY, Map.of("a", "3"), Set.of(), TIME + 1));
        write(new RowWrite.Put(KEY, Map.of("list", "[4]"), Set.of("a"), TIME + 2));

        assertRow(Map.of("b", "2", "list", "[4]"), TIME + 2);
    }

    @Test
    void aReplacementBeatsWhatWasWrittenBeforeAndArrivesLater() {
        write(new RowWrite.Replace(KEY, Content.of(Map.of("a", "1")), TIME + 1));
        write(put(Map.of("a", "2", "b", "3", "list", "[4]"), TIME));

        assertRow(Map.of("a", "1"), TIME + 1);
    }

    @Test
    void aDeleteHidesWhatWasWrittenAtItsTimeAndNotWhatIsNewer() {
        write(new RowWrite.Delete(KEY, TIME));
        write(put(Map.of("a", "1"), TIME));
        assertThat(table().read(List.of(KEY)).get(KEY)).isInstanceOf(RowState.Absent.class);

        write(put(Map.of("a", "2"), TIME + 1));

        assertRow(Map.of("a", "2"), TIME + 1);
    }

    @Test
    void aListIsReplacedByALaterOne() {
        write(put(Map.of("list", "[1,2]"), TIME));
        write(put(Map.of("list", "[3]"), TIME + 1));

        assertRow(Map.of("list", "[3]"), TIME + 1);
    }

    @Test
    void aListThatIsNulledKeepsWhatWasWrittenAtThatTime() {
        write(put(Map.of("a", "1", "list", "[1]"), TIME));
        write(new RowWrite.Put(KEY, Map.of(), Set.of("list"), TIME));
        assertRow(Map.of("a", "1", "list", "[1]"), TIME);

        write(new RowWrite.Put(KEY, Map.of(), Set.of("list"), TIME + 1));

        assertRow(Map.of("a", "1"), TIME);
    }

    @Test
    void twoListsOfOneTimeJoin() {
        write(put(Map.of("list", "[1]"), TIME));
        write(put(Map.of("list", "[2]"), TIME));

        assertRow(Map.of("list", "[1,2]"), TIME);
    }

    @Test
    @Timeout(60)
    void aScanMayRunInTheMiddleOfAnother() {
        for (int i = 0; i < 25; i++) {
            write(new RowWrite.Put(RowKey.of("key-" + i), Map.of("a", "1"), Set.of(), TIME));
        }
        Set<RowKey> outer = new HashSet<>();
        Set<RowKey> inner = new HashSet<>();

        table().scan(null, (page, position) -> {
            table().scan(null, (innerPage, innerPosition) -> innerPage.forEach(row -> inner.add(row.key())));
            page.forEach(row -> outer.add(row.key()));
        });

        assertThat(outer).hasSize(25).isEqualTo(inner);
    }

    @Test
    void aScanFindsEveryRowOnceAndGoesOnFromAnyPosition() {
        for (int i = 0; i < 25; i++) {
            write(new RowWrite.Put(RowKey.of("key-" + i), Map.of("a", Integer.toString(i)), Set.of(), TIME));
        }
        List<Sighting> all = new ArrayList<>();
        List<String> positions = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();

        table().scan(null, (page, position) -> {
            all.addAll(page);
            positions.add(position);
            counts.add(all.size());
        });

        assertThat(all).hasSize(25).doesNotHaveDuplicates();
        assertThat(all)
                .contains(new Sighting(
                        RowKey.of("key-7"), Content.of(Map.of("a", "7")).fingerprint()));
        for (int i = 0; i < positions.size(); i++) {
            List<Sighting> rest = new ArrayList<>();
            table().scan(positions.get(i), (page, position) -> rest.addAll(page));
            assertThat(rest).containsAll(all.subList(counts.get(i), all.size()));
        }
    }

    @Test
    void aScanOfWholeRowsFindsWhatAReadDoes() {
        List<RowKey> keys = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            keys.add(RowKey.of("key-" + i));
            write(new RowWrite.Put(keys.get(i), Map.of("a", Integer.toString(i), "list", "[1,2]"), Set.of(), TIME + i));
        }
        keys.add(KEY);
        write(put(Map.of(), TIME));
        Map<RowKey, RowState> found = new HashMap<>();
        List<String> positions = new ArrayList<>();

        table().scanRows(null, (page, position) -> {
            page.forEach(row -> found.put(row.key(), row.row()));
            positions.add(position);
        });
        List<Sighting> rest = new ArrayList<>();
        table().scan(positions.getLast(), (page, position) -> rest.addAll(page));

        assertThat(found).isEqualTo(table().read(keys));
        assertThat(rest).isEmpty();
    }

    private static RowWrite put(Map<String, String> values, long time) {
        return new RowWrite.Put(KEY, values, Set.of(), time);
    }

    private void write(RowWrite write) {
        assertThat(table().write(List.of(write))).containsExactly(Map.entry(write.key(), new Outcome.Written(null)));
    }

    private void assertRow(Map<String, String> values, long time) {
        assertThat(table().read(List.of(KEY)).get(KEY)).isEqualTo(new RowState.Present(Content.of(values), time));
    }
}
