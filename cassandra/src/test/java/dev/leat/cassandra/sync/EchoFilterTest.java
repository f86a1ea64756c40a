package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EchoFilterTest {

    private static final Content ONE = Content.of(Map.of("a", "1"));

    private boolean losesAnswers;
    private final IndexModel index = new IndexModel() {
        @Override
        public Map<RowKey, Outcome> write(Collection<DocWrite> writes) {
            Map<RowKey, Outcome> outcomes = new LinkedHashMap<>(super.write(writes));
            if (losesAnswers) {
                outcomes.replaceAll((key, outcome) -> new Outcome.Unknown());
            }
            return outcomes;
        }
    };
    private final EchoFilter filter = new EchoFilter(index);
    private final List<Sighting> changes = new ArrayList<>();
    private String position = filter.rebased(IndexSide.BEGINNING);

    @Test
    void ourOwnWritesAreNoChanges() {
        create("one");
        create("two");
        index.read(List.of(RowKey.of("two"))).values().forEach(doc -> delete("two", doc));

        follow();

        assertThat(changes).isEmpty();
        assertThat(position).isEqualTo(index.end());
    }

    @Test
    void aWriteOfSomebodyElseIsHandedOver() {
        create("one");
        index.put(RowKey.of("other"), ONE, "");

        follow();

        assertThat(changes).extracting(Sighting::key).containsExactly(RowKey.of("one"), RowKey.of("other"));
    }

    @Test
    void aDeleteOfSomebodyElseDoesNotHideAWriteOfSomebodyElse() {
        create("one");
        index.delete(RowKey.of("one"));
        index.put(RowKey.of("one"), ONE, "");

        follow();

        assertThat(changes).extracting(Sighting::key).containsExactly(RowKey.of("one"));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsHandedOver() {
        losesAnswers = true;
        create("one");

        follow();

        assertThat(changes).extracting(Sighting::key).containsExactly(RowKey.of("one"));
    }

    @Test
    void aRefusedWriteDoesNotStandInForOneOfSomebodyElse() {
        index.put(RowKey.of("one"), ONE, "");
        create("one");

        follow();

        assertThat(changes).extracting(Sighting::key).containsExactly(RowKey.of("one"));
    }

    @Test
    void whatIsUnderWayIsHandedOverWhenItIsThere() {
        create("one");
        index.putSlowly(RowKey.of("slow"), ONE, "");
        follow();
        index.finishOne();

        follow();

        assertThat(changes).extracting(Sighting::key).containsExactly(RowKey.of("one"), RowKey.of("slow"));
    }

    @Test
    void afterChangesOfOthersOurOwnAreLeftOutAgain() {
        index.put(RowKey.of("other"), ONE, "");
        follow();
        changes.clear();
        create("one");

        follow();

        assertThat(changes).isEmpty();
        assertThat(position).isEqualTo(index.end());
    }

    @Test
    void whatIsWrittenWhileChangesAreHandedOverCountsBehindThem() {
        index.put(RowKey.of("other"), ONE, "");
        filter.changes(position, (page, next) -> {
            position = next;
            create("answer");
        });

        follow();

        assertThat(changes).isEmpty();
        assertThat(position).isEqualTo(index.end());
    }

    @Test
    void ofAnotherIndexAllIsHandedOver() {
        create("one");
        index.recreate();
        index.put(RowKey.of("other"), ONE, "");
        position = filter.rebased(position);

        follow();

        assertThat(changes).extracting(Sighting::key).containsExactly(RowKey.of("other"));
    }

    @Test
    void ourOwnWritesBeforeAFailureAreHandedOver() {
        create("one");
        position = filter.rebased(position);

        follow();

        assertThat(changes).extracting(Sighting::key).containsExactly(RowKey.of("one"));
    }

    @Test
    void whatWasNotTakenComesAgain() {
        create("one");
        index.put(RowKey.of("other"), ONE, "");
        assertThatThrownBy(() -> filter.changes(position, (page, next) -> {
                    throw new IllegalStateException("not now");
                }))
                .hasMessage("not now");

        follow();

        assertThat(changes).extracting(Sighting::key).containsExactly(RowKey.of("one"), RowKey.of("other"));
    }

    @Test
    void nothingNewIsNoPage() {
        filter.changes(position, (page, next) -> {
            throw new AssertionError("a page");
        });
    }

    private void follow() {
        filter.changes(position, (page, next) -> {
            changes.addAll(page);
            position = next;
        });
    }

    private void create(String key) {
        filter.write(List.of(DocWrite.Put.create(RowKey.of(key), ONE)));
    }

    private void delete(String key, DocState state) {
        if (state instanceof DocState.Present doc) {
            filter.write(List.of(new DocWrite.Delete(RowKey.of(key), doc.version())));
        }
    }
}
