package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is decided in every case. A letter is a content, a dot is absence; {@code document := row} means that the document
 * becomes as the row is, which is also how a delete of it is written.
 */
class ArbiterTest {

    private static final RowKey KEY = RowKey.of("key");
    private static final long SECOND = 1_000_000;
    private static final long NOW = 1_000 * SECOND;
    private static final long AGREED_AT = 100 * SECOND;

    // a, b and c differ in one column; the times are those of the last agreement.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agreed | row | document | both ways       | to the index    | to the table
            .      | .   | .        | in step         | in step         | in step
            .      | a   | a        | settle          | settle          | settle
            .      | a   | .        | document := row | document := row | leave
            .      | .   | a        | row := document | leave           | row := document
            .      | a   | b        | document := row | document := row | row := document
            a      | .   | .        | settle          | settle          | settle
            a      | a   | a        | in step         | in step         | in step
            a      | b   | b        | settle          | settle          | settle
            a      | b   | a        | document := row | document := row | row := document
            a      | a   | b        | row := document | document := row | row := document
            a      | b   | c        | document := row | document := row | row := document
            a      | .   | a        | document := row | document := row | row := document
            a      | a   | .        | row := document | document := row | row := document
            a      | .   | b        | row := document | document := row | row := document
            a      | b   | .        | document := row | document := row | row := document
            """, useHeadersInDisplayName = true)
    void decidesByWhatChanged(String agreed, String row, String document, String both, String toIndex, String toTable) {
        LedgerEntry entry = agreedOn(agreed);
        Case c = new Case(entry, row(row, AGREED_AT), doc(document, null), NOW);

        assertThat(decide(Rules.standard(), c)).isEqualTo(both);
        assertThat(decide(Rules.standard().withDirection(Direction.TO_INDEX), c))
                .isEqualTo(toIndex);
        assertThat(decide(Rules.standard().withDirection(Direction.TO_TABLE), c))
                .isEqualTo(toTable);
    }

    // An instance stopped after it wrote down what it was about to write: to the index what the row was, or to the
    // table
    // what the document was. Nobody knows whether it did.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agreed | intent  | row | document | decision        | because
            a      | index b | b   | a        | document := row | it was not written
            a      | index b | b   | b        | settle          | it was written
            a      | index b | c   | b        | document := row | our own write is no edit
            a      | index b | .   | b        | document := row | our own write does not bring a row back
            a      | index b | a   | b        | document := row | the row went back
            a      | index b | b   | .        | document := row | a write wins over a delete
            .      | index b | .   | b        | document := row | our own copy does not bring a row back
            .      | index b | b   | .        | document := row | it was not written
            .      | index b | .   | .        | settle          | a late create is remembered
            a      | table b | a   | b        | row := document | it was not written
            a      | table b | b   | b        | settle          | it was written
            a      | table b | b   | c        | row := document | our own write is no change
            a      | table b | b   | .        | row := document | our own write does not bring a document back
            a      | table b | b   | a        | row := document | the document went back
            a      | table b | a   | a        | row := document | what may still arrive is beaten
            a      | table b | .   | .        | row := document | what may still arrive is beaten
            .      | table b | b   | .        | row := document | our own copy does not bring a document back
            a      | table . | a   | .        | row := document | it was not deleted
            a      | table . | .   | .        | settle          | it was deleted
            a      | index . | .   | a        | document := row | it was not deleted
            a      | index . | .   | .        | settle          | it was deleted
            """, useHeadersInDisplayName = true)
    void finishesWhatAnInstanceLeft(
            String agreed, String intent, String row, String document, String decision, String because) {
        Side side = intent.startsWith("index") ? Side.INDEX : Side.TABLE;
        Fingerprint image = row(intent.substring(6), 0).fingerprint();
        LedgerEntry entry =
                agreedOn(agreed).intending(new LedgerEntry.Intent(side, image, NOW - SECOND, null), AGREED_AT);

        String decided = decide(Rules.standard(), new Case(entry, row(row, AGREED_AT), doc(document, null), NOW));

        assertThat(decided).as(because).isEqualTo(decision);
    }

    @Test
    void whatALateWriteOfOursMixedWithDoesNotBeatAnEditThatWasMadeSince() {
        LedgerEntry entry = agreedOn(".")
                .intending(
                        new LedgerEntry.Intent(Side.TABLE, row("a", 0L).fingerprint(), NOW - SECOND, null), AGREED_AT);

        String edited = decide(Rules.standard(), new Case(entry, row("b", AGREED_AT), doc("c", null), NOW));
        String unchanged = decide(Rules.standard(), new Case(entry, row("b", AGREED_AT), doc("a", null), NOW));

        assertThat(edited).isEqualTo("row := document");
        assertThat(unchanged).isEqualTo("document := row");
    }

    @Test
    void aRowThatIsNewerThanAllWritesOfOursIsNotTakenForOne() {
        LedgerEntry entry = agreedOn(".")
                .intending(
                        new LedgerEntry.Intent(Side.TABLE, row("b", 0L).fingerprint(), NOW - SECOND, null), AGREED_AT);

        String decided = decide(Rules.standard(), new Case(entry, row("b", AGREED_AT + 1), doc(".", null), NOW));

        assertThat(decided).isEqualTo("document := row");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "?", textBlock = """
            written | edited | winner   | because
            300     | 200    | row      | it is newer
            200     | 300    | document | it is newer
            300     | 300    | row      | ties go to Cassandra
            300     | ?      | document | an edit without a time is as new as its discovery
            100     | 300    | row      | a change without a newer time is as new as its discovery
            100     | ?      | row      | both are as new as their discovery, and ties go to Cassandra
            ?       | 300    | row      | a row without values has no time
            5000    | 2000   | row      | both are from the future, which ends in five seconds: a tie
            300     | 5000   | document | the future is newer than the past
            """, useHeadersInDisplayName = true)
    void theNewestOfTwoChangesWins(@Nullable Long written, @Nullable Long edited, String winner, String because) {
        RowState row = row("b", written == null ? null : written * SECOND);
        DocState doc = doc("c", edited == null ? null : edited * SECOND);

        Decision decision = arbiter(Rules.standard()).decide(new Case(agreedOn("a"), row, doc, NOW));

        assertThat(conflict(decision))
                .as(because)
                .isEqualTo(winner.equals("row") ? Conflict.ROW_WON : Conflict.DOCUMENT_WON);
    }

    @Test
    void whereTheSidesNeverAgreedAnEditWithoutATimeMayBeOld() {
        Decision timeless =
                arbiter(Rules.standard()).decide(new Case(agreedOn("."), row("a", 200 * SECOND), doc("b", null), NOW));
        Decision newer = arbiter(Rules.standard())
                .decide(new Case(agreedOn("."), row("a", 200 * SECOND), doc("b", 300 * SECOND), NOW));

        assertThat(conflict(timeless)).isEqualTo(Conflict.ROW_WON);
        assertThat(conflict(newer)).isEqualTo(Conflict.DOCUMENT_WON);
    }

    @Test
    void aWriteThatMeetsADeleteIsAConflict() {
        Decision documentGone =
                arbiter(Rules.standard()).decide(new Case(agreedOn("a"), row("b", NOW), doc(".", null), NOW));
        Decision rowGone = arbiter(Rules.standard()).decide(new Case(agreedOn("a"), row(".", 0), doc("b", null), NOW));

        assertThat(conflict(documentGone)).isEqualTo(Conflict.WRITE_OVER_DELETE);
        assertThat(conflict(rowGone)).isEqualTo(Conflict.WRITE_OVER_DELETE);
    }

    @Test
    void aDeleteTakesTheTimeOfTheRowThatItDeletes() {
        RowWrite write = rowWrite(new Case(agreedOn("a"), row("a", 200 * SECOND), doc(".", null), NOW));

        assertThat(write).isEqualTo(new RowWrite.Delete(KEY, 200 * SECOND));
    }

    @Test
    void aDeleteBeatsWhatWeMayHaveWrittenBefore() {
        var intent = new LedgerEntry.Intent(Side.TABLE, content("b").fingerprint(), NOW - SECOND, null);
        LedgerEntry entry = agreedOn("a").intending(intent, 300 * SECOND);

        RowWrite write = rowWrite(new Case(entry, row("a", 200 * SECOND), doc(".", null), NOW));

        assertThat(write).isEqualTo(new RowWrite.Delete(KEY, 300 * SECOND));
    }

    @Test
    void aRowWithoutAnyTimeIsDeletedAtTheTimeThatItWasRead() {
        RowState bare = new RowState.Present(Content.EMPTY, null);
        LedgerEntry entry = LedgerEntry.unknown(KEY).settled(Content.EMPTY.fingerprint(), null, AGREED_AT);

        assertThat(rowWrite(new Case(entry, bare, doc(".", null), NOW))).isEqualTo(new RowWrite.Delete(KEY, NOW));
    }

    @Test
    void aBareKeyDoesNotBringADeletedDocumentBack() {
        RowState bare = new RowState.Present(Content.EMPTY, null);

        assertThat(rowWrite(new Case(agreedOn("a"), bare, doc(".", null), NOW))).isInstanceOf(RowWrite.Delete.class);
    }

    @Test
    void aRowThatIsNewerThanOurDeleteWasWrittenAfterIt() {
        var intent = new LedgerEntry.Intent(Side.TABLE, Fingerprint.ABSENT, NOW - SECOND, null);
        LedgerEntry entry = agreedOn("a").intending(intent, 200 * SECOND);

        String older = decide(Rules.standard(), new Case(entry, row("a", 200 * SECOND), doc(".", null), NOW));
        String newer = decide(Rules.standard(), new Case(entry, row("a", 201 * SECOND), doc(".", null), NOW));

        assertThat(older).isEqualTo("row := document");
        assertThat(newer).isEqualTo("document := row");
    }

    @Test
    void onlyTheColumnsThatDifferAreWritten() {
        RowState row = new RowState.Present(Content.of(Map.of("same", "1", "old", "2", "gone", "3")), 200 * SECOND);
        Content edited = Content.of(Map.of("same", "1", "old", "4", "new", "5"));
        LedgerEntry entry = LedgerEntry.unknown(KEY).settled(row.fingerprint(), null, AGREED_AT);

        RowWrite write = rowWrite(new Case(entry, row, doc(edited, 300 * SECOND, false), NOW));

        assertThat(write)
                .isEqualTo(new RowWrite.Put(KEY, Map.of("old", "4", "new", "5"), Set.of("gone"), 300 * SECOND));
    }

    @Test
    void anEditThatIsOlderThanTheRowIsWrittenJustAfterIt() {
        RowWrite write = rowWrite(new Case(agreedOn("a"), row("a", 200 * SECOND), doc("b", 150 * SECOND), NOW));

        assertThat(write.timestamp()).isEqualTo(200 * SECOND + 1);
    }

    @Test
    void aWriteThatDidNotShowIsRepeatedWholeAndLater() {
        var intent = new LedgerEntry.Intent(Side.TABLE, content("b").fingerprint(), NOW - SECOND, null);
        LedgerEntry entry = agreedOn("a").intending(intent, 300 * SECOND);

        RowWrite write = rowWrite(new Case(entry, row("a", 200 * SECOND), doc("b", 250 * SECOND), NOW));

        assertThat(write).isEqualTo(new RowWrite.Replace(KEY, content("b"), NOW));
    }

    @Test
    void anEditFromTheFutureIsClampedOrRefused() {
        Case c = new Case(agreedOn("a"), row("a", 200 * SECOND), doc("b", 5_000 * SECOND), NOW);

        Decision refused =
                arbiter(Rules.standard().withFuture(Rules.Future.DEAD_LETTER)).decide(c);

        assertThat(rowWrite(c).timestamp()).isEqualTo(NOW + 5 * SECOND);
        assertThat(refused).isEqualTo(new Decision.Refuse(Side.INDEX, "it says that it was edited in the future"));
    }

    @Test
    void aRowFromTheFutureIsOverwrittenFromThereOrLeft() {
        Case c = new Case(agreedOn("a"), row("a", 5_000 * SECOND), doc("b", 200 * SECOND), NOW);

        Decision refused =
                arbiter(Rules.standard().withFuture(Rules.Future.DEAD_LETTER)).decide(c);

        assertThat(rowWrite(c).timestamp()).isEqualTo(5_000 * SECOND + 1);
        assertThat(refused)
                .isEqualTo(new Decision.Refuse(
                        Side.TABLE, "it was written in the future, and cannot be changed before then"));
    }

    @Test
    void aDocumentOfTheTablesOwnSourceIsNeverWrittenToTheTable() {
        DocState edited = doc(content("b"), null, true);

        String known = decide(Rules.standard(), new Case(agreedOn("a"), row("a", AGREED_AT), edited, NOW));
        String foreign = decide(Rules.standard(), new Case(agreedOn("."), row(".", 0), edited, NOW));

        assertThat(known).isEqualTo("document := row");
        assertThat(foreign).isEqualTo("leave");
    }

    @Test
    void whatCannotBeMappedIsRefused() {
        Case row = new Case(agreedOn("a"), new RowState.Unreadable("NaN"), doc("a", null), NOW);
        Case doc = new Case(agreedOn("a"), row("a", 0), new DocState.Unreadable("no number"), NOW);

        assertThat(arbiter(Rules.standard()).decide(row)).isEqualTo(new Decision.Refuse(Side.TABLE, "NaN"));
        assertThat(arbiter(Rules.standard()).decide(doc)).isEqualTo(new Decision.Refuse(Side.INDEX, "no number"));
    }

    @Test
    void aLateCreateIsOursForAsLongAsItMayBeUnderWay() {
        var lost = new LedgerEntry.Intent(Side.INDEX, content("b").fingerprint(), NOW, null);
        LedgerEntry gone =
                agreedOn(".").intending(lost, LedgerEntry.NO_TIME).settled(Fingerprint.ABSENT, null, AGREED_AT);

        String soon = decide(Rules.standard(), new Case(gone, row(".", 0), doc("b", null), NOW + 600 * SECOND));
        String later = decide(Rules.standard(), new Case(gone, row(".", 0), doc("b", null), NOW + 606 * SECOND));

        assertThat(soon).isEqualTo("document := row");
        assertThat(later).isEqualTo("row := document");
    }

    private static String decide(Rules rules, Case c) {
        return switch (arbiter(rules).decide(c)) {
            case Decision.InStep inStep -> "in step";
            case Decision.Settle settle -> "settle";
            case Decision.ToIndex toIndex -> "document := row";
            case Decision.ToTable toTable -> "row := document";
            case Decision.Leave leave -> "leave";
            case Decision.Refuse refuse -> "refuse";
        };
    }

    private static RowWrite rowWrite(Case c) {
        Decision decision = arbiter(Rules.standard()).decide(c);
        assertThat(decision).isInstanceOf(Decision.ToTable.class);
        return ((Decision.ToTable) decision).write();
    }

    private static @Nullable Conflict conflict(Decision decision) {
        return switch (decision) {
            case Decision.ToIndex toIndex -> toIndex.conflict();
            case Decision.ToTable toTable -> toTable.conflict();
            default -> null;
        };
    }

    private static Arbiter arbiter(Rules rules) {
        return new Arbiter(rules);
    }

    private static LedgerEntry agreedOn(String symbol) {
        LedgerEntry entry = LedgerEntry.unknown(KEY);
        return symbol.equals(".") ? entry : entry.settled(content(symbol).fingerprint(), null, AGREED_AT);
    }

    private static Content content(String symbol) {
        return Content.of(Map.of("column", symbol));
    }

    private static RowState row(String symbol, @Nullable Long time) {
        return symbol.equals(".") ? new RowState.Absent() : new RowState.Present(content(symbol), time);
    }

    private static RowState row(String symbol, long time) {
        return row(symbol, Long.valueOf(time));
    }

    private static DocState doc(String symbol, @Nullable Long time) {
        return symbol.equals(".") ? new DocState.Absent() : doc(content(symbol), time, false);
    }

    private static DocState doc(Content content, @Nullable Long time, boolean isOfTableSource) {
        return new DocState.Present(content, "", new Version("index", 7, 1), time, isOfTableSource);
    }
}
