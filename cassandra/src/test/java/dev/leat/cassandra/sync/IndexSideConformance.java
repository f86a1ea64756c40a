package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every index side does, on an index that is empty before each test, for columns {@code a int} and {@code b int}. */
public abstract class IndexSideConformance {

    private static final RowKey KEY = RowKey.of("key");
    private static final Content ONE = Content.of(Map.of("a", "1"));
    private static final Content TWO = Content.of(Map.of("a", "2"));

    protected abstract IndexSide index();

    /** An application writes a document that also has fields in no column. */
    protected abstract void putWithOwnFields(RowKey key, Content content);

    /** Somebody deletes the index; it is made anew, empty. */
    protected abstract void recreate();

    @Test
    void aDocumentThatIsNotThereIsAbsent() {
        assertThat(index().read(List.of(KEY))).containsExactly(Map.entry(KEY, new DocState.Absent()));
    }

    @Test
    void aDocumentIsSeenAtOnce() {
        assertThat(put(ONE, null)).isInstanceOf(Outcome.Written.class);

        assertThat(read().content()).isEqualTo(ONE);
    }

    @Test
    void aWriteNamesTheVersionThatIsReadLater() {
        Outcome outcome = put(ONE, null);

        assertThat(outcome).isEqualTo(new Outcome.Written(read().version()));
    }

    @Test
    void aCreateDoesNotOverwrite() {
        put(ONE, null);

        assertThat(put(TWO, null)).isEqualTo(new Outcome.Conflict());
        assertThat(read().content()).isEqualTo(ONE);
    }

    @Test
    void aWriteOverAnOldVersionIsAConflict() {
        put(ONE, null);
        DocState.Present old = read();
        put(TWO, old);

        assertThat(put(ONE, old)).isEqualTo(new Outcome.Conflict());
        assertThat(delete(old)).isEqualTo(new Outcome.Conflict());
        assertThat(read().content()).isEqualTo(TWO);
    }

    @Test
    void aDocumentIsDeletedAsItWasRead() {
        put(ONE, null);
        DocState.Present read = read();

        assertThat(delete(read)).isInstanceOf(Outcome.Written.class);
        assertThat(index().read(List.of(KEY)).get(KEY)).isInstanceOf(DocState.Absent.class);
        assertThat(put(TWO, read)).isEqualTo(new Outcome.Conflict());
    }

    @Test
    void itsOwnFieldsAreKept() {
        putWithOwnFields(KEY, ONE);
        DocState.Present before = read();

        put(TWO, before);

        assertThat(read().content()).isEqualTo(TWO);
        assertThat(read().ownFields()).isNotEmpty().isEqualTo(before.ownFields());
    }

    @Test
    void changesAreHandedOverFromAnyPosition() {
        for (int i = 0; i < 25; i++) {
            putWithOwnFields(RowKey.of("key-" + i), Content.of(Map.of("a", Integer.toString(i))));
        }
        String end = index().end();
        putWithOwnFields(KEY, ONE);
        List<Sighting> all = new ArrayList<>();
        List<String> positions = new ArrayList<>();

        index().changes(IndexSide.BEGINNING, (page, position) -> {
            all.addAll(page);
            positions.add(position);
        });

        assertThat(all).hasSize(26).doesNotHaveDuplicates();
        assertThat(changes(end)).containsExactly(Sighting.of(KEY, read()));
        assertThat(changes(positions.getLast())).isEmpty();
    }

    @Test
    void everyWriteAndEveryDeleteIsCounted() {
        String beginning = index().end();
        assertThat(index().growth(beginning)).contains(new IndexSide.Growth(0, beginning));
        for (int i = 0; i < 25; i++) {
            putWithOwnFields(RowKey.of("key-" + i), Content.of(Map.of("a", Integer.toString(i))));
        }
        String middle = index().end();
        put(ONE, null);
        DocState.Present read = read();
        put(TWO, null);
        put(TWO, read);
        delete(read());

        assertThat(index().growth(beginning)).contains(new IndexSide.Growth(28, index().end()));
        assertThat(index().growth(middle)).contains(new IndexSide.Growth(3, index().end()));
        assertThat(changes(index().end())).isEmpty();
    }

    @Test
    void ofAnotherIndexNothingIsCounted() {
        putWithOwnFields(KEY, ONE);
        String end = index().end();
        recreate();
        putWithOwnFields(KEY, TWO);
        index().rebased(end);

        assertThat(index().growth(end)).isEmpty();
    }

    @Test
    void ofAnotherIndexEverythingIsNew() {
        putWithOwnFields(KEY, ONE);
        String end = index().end();
        recreate();
        putWithOwnFields(KEY, TWO);

        assertThatThrownBy(() -> changes(end)).isInstanceOf(UnavailableException.class);
        String anew = index().rebased(end);
        assertThat(anew).isNotEqualTo(end);
        assertThat(index().rebased(anew)).isEqualTo(anew);
        assertThat(changes(anew)).containsExactly(Sighting.of(KEY, read()));
    }

    @Test
    void aPositionStandsAsLongAsTheIndexDoes() {
        putWithOwnFields(KEY, ONE);
        String beginning = index().rebased(IndexSide.BEGINNING);
        String end = index().end();

        assertThat(index().rebased(end)).isEqualTo(end);
        assertThat(index().rebased(beginning)).isEqualTo(beginning).isNotEqualTo(IndexSide.BEGINNING);
        assertThat(changes(beginning)).containsExactly(Sighting.of(KEY, read()));
    }

    @Test
    void allKeysAreFound() {
        for (int i = 0; i < 25; i++) {
            putWithOwnFields(RowKey.of("key-" + i), ONE);
        }
        List<RowKey> keys = new ArrayList<>();

        index().scanKeys(keys::addAll);

        assertThat(keys).hasSize(25).doesNotHaveDuplicates().contains(RowKey.of("key-7"));
    }

    private List<Sighting> changes(String from) {
        List<Sighting> changes = new ArrayList<>();
        index().changes(from, (page, position) -> changes.addAll(page));
        return changes;
    }

    private @Nullable Outcome put(Content content, DocState.@Nullable Present over) {
        DocWrite put = over == null
                ? DocWrite.Put.create(KEY, content)
                : new DocWrite.Put(KEY, content, over.version(), over.ownFields());
        return index().write(List.of(put)).get(KEY);
    }

    private @Nullable Outcome delete(DocState.Present read) {
        return index().write(List.of(new DocWrite.Delete(KEY, read.version()))).get(KEY);
    }

    private DocState.Present read() {
        DocState state = index().read(List.of(KEY)).get(KEY);
        assertThat(state).isInstanceOf(DocState.Present.class);
        return (DocState.Present) Objects.requireNonNull(state);
    }
}
