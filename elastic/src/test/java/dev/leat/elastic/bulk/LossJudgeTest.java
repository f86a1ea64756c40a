package dev.leat.elastic.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.bulk.LossJudge.Certainty;
import dev.leat.elastic.bulk.LossJudge.Verdict;
import dev.leat.elastic.bulk.Stored.Absent;
import dev.leat.elastic.bulk.Stored.Present;
import dev.leat.elastic.bulk.Stored.Unreadable;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.cluster.Repeat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The table in {@link LossJudge}, cell by cell. */
class LossJudgeTest {

    private static final Rejected CONFLICT = new Rejected(409, "version_conflict_engine_exception", "conflict");
    private static final Stored ABSENT = Absent.ABSENT;

    private static byte[] json(String text) {
        return text.getBytes(UTF_8);
    }

    private static Present present(long version, long seqNo, String source) {
        return new Present("concrete", version, seqNo, 1, json(source));
    }

    /** The verdict in short: an outcome's name, or how it is sent again. */
    private static String after(BulkOperation operation, Stored stored) {
        return after(operation, stored, Fidelity.VERBATIM, null, 0);
    }

    private static String afterConflict(BulkOperation operation, Stored stored) {
        return after(operation, stored, Fidelity.VERBATIM, CONFLICT, 1);
    }

    private static String after(
            BulkOperation operation, Stored stored, Fidelity fidelity, @Nullable Rejected conflict, int conflicts) {
        Entry entry = new Entry(operation);
        entry.doubtful = true;
        entry.conflicts = conflicts;
        return switch (LossJudge.judge(entry, stored, () -> fidelity, conflict)) {
            case Verdict.Settled settled ->
                switch (settled.outcome()) {
                    case WriteOutcome.Written written -> written.result().toString();
                    case WriteOutcome.Rejected rejected -> "rejected " + rejected.status();
                    case WriteOutcome.Unknown unknown -> "unknown";
                    case WriteOutcome.Unchanged unchanged -> "unchanged";
                    case WriteOutcome.Unsent unsent -> "unsent";
                };
            case Verdict.Again again -> {
                String how = switch (again.guarding()) {
                    case Guarding.AsWritten asWritten -> "again";
                    case Guarding.IfAbsent ifAbsent -> "again as create";
                    case Guarding.IfUnchanged read -> "again if " + read.index() + " " + read.seqNo();
                };
                yield again.certainty() == Certainty.SURELY_NOT_APPLIED ? how + ", sure" : how;
            }
        };
    }

    @Nested
    class Index {
        private final BulkOperation operation = BulkOperation.index("i", "1", json("{\"a\":1}"));

        @Test
        void isVerifiedByItsContentAndElseSentOnCondition() {
            assertThat(after(operation, ABSENT)).isEqualTo("again as create");
            assertThat(after(operation, present(4, 9, "{\"a\":1}"))).isEqualTo("VERIFIED");
            assertThat(after(operation, present(4, 9, "{ \"a\" : 1 }"))).isEqualTo("VERIFIED");
            assertThat(after(operation, present(4, 9, "{\"a\":2}"))).isEqualTo("again if concrete 9");
            assertThat(after(operation, new Present("concrete", 4, 9, 1, null))).isEqualTo("again if concrete 9");
            assertThat(after(operation, new Unreadable("no"))).isEqualTo("again");
        }

        @Test
        void isSentPlainlyAfterThreeConflicts() {
            Present other = present(4, 9, "{\"a\":2}");

            assertThat(after(operation, other, Fidelity.VERBATIM, CONFLICT, 2)).isEqualTo("again if concrete 9");
            assertThat(after(operation, other, Fidelity.VERBATIM, CONFLICT, 3)).isEqualTo("again");
        }
    }

    @Test
    void deleteIsVerifiedByAbsence() {
        BulkOperation operation = BulkOperation.delete("i", "1");

        assertThat(after(operation, ABSENT)).isEqualTo("VERIFIED");
        assertThat(after(operation, present(4, 9, "{}"))).isEqualTo("again if concrete 9");
        assertThat(after(operation, new Unreadable("no"))).isEqualTo("again");
    }

    @Test
    void createIsVerifiedAtVersionOneOnly() {
        BulkOperation operation = BulkOperation.create("i", "1", json("{\"a\":1}"));

        assertThat(after(operation, ABSENT)).isEqualTo("again");
        assertThat(afterConflict(operation, ABSENT)).isEqualTo("unknown");
        assertThat(after(operation, present(1, 9, "{\"a\":1}"))).isEqualTo("VERIFIED");
        assertThat(after(operation, present(1, 9, "{\"a\":2}"))).isEqualTo("rejected 409");
        assertThat(after(operation, present(1, 9, "{\"a\":2}"), Fidelity.TRANSFORMED, null, 0))
                .isEqualTo("unknown");
        assertThat(after(operation, present(3, 9, "{\"a\":1}"))).isEqualTo("unknown");
        assertThat(after(operation, present(3, 9, "{\"a\":2}"))).isEqualTo("unknown");
        assertThat(after(operation, new Unreadable("no"))).isEqualTo("again");
        assertThat(afterConflict(operation, new Unreadable("no"))).isEqualTo("unknown");
    }

    @Test
    void indexWithExternalVersionIsJudgedByTheStoredVersion() {
        BulkOperation operation =
                BulkOperation.index("i", "1", json("{\"a\":1}")).withGuard(new Guard.ExternalVersion(7));

        assertThat(after(operation, ABSENT)).isEqualTo("again");
        assertThat(afterConflict(operation, ABSENT)).isEqualTo("rejected 409");
        assertThat(after(operation, present(6, 9, "{\"a\":1}"))).isEqualTo("again, sure");
        assertThat(after(operation, present(7, 9, "{\"a\":1}"))).isEqualTo("VERIFIED");
        assertThat(afterConflict(operation, present(7, 9, "{\"a\":1}"))).isEqualTo("VERIFIED");
        assertThat(after(operation, present(7, 9, "{\"a\":2}"))).isEqualTo("rejected 409");
        assertThat(after(operation, present(7, 9, "{\"a\":2}"), Fidelity.TRANSFORMED, null, 0))
                .isEqualTo("unknown");
        assertThat(after(operation, present(8, 9, "{\"a\":1}"))).isEqualTo("rejected 409");
    }

    @Test
    void indexWithExternalVersionOrEqualMayReplaceItsEqual() {
        BulkOperation operation =
                BulkOperation.index("i", "1", json("{\"a\":1}")).withGuard(new Guard.ExternalVersionOrEqual(7));

        assertThat(after(operation, present(7, 9, "{\"a\":1}"))).isEqualTo("VERIFIED");
        assertThat(after(operation, present(7, 9, "{\"a\":2}"))).isEqualTo("again");
        assertThat(after(operation, present(8, 9, "{\"a\":2}"))).isEqualTo("rejected 409");
        assertThat(after(operation, ABSENT)).isEqualTo("again");
        assertThat(afterConflict(operation, ABSENT)).isEqualTo("rejected 409");
    }

    @Test
    void deleteWithExternalVersionIsSentAgainToLeaveItsVersion() {
        BulkOperation operation = BulkOperation.delete("i", "1").withGuard(new Guard.ExternalVersion(7));

        assertThat(after(operation, ABSENT)).isEqualTo("again");
        assertThat(after(operation, present(9, 9, "{}"))).isEqualTo("again");
        assertThat(afterConflict(operation, ABSENT)).isEqualTo("VERIFIED");
        assertThat(afterConflict(operation, present(9, 9, "{}"))).isEqualTo("rejected 409");
    }

    @Test
    void compareAndSetIsSentAgainOnlyWhileItsGuardHolds() {
        BulkOperation index = BulkOperation.index("i", "1", json("{\"a\":1}")).withGuard(new Guard.IfSeqNo(5, 1));
        BulkOperation delete = BulkOperation.delete("i", "1").withGuard(new Guard.IfSeqNo(5, 1));

        assertThat(after(index, present(2, 5, "{\"a\":0}"))).isEqualTo("again, sure");
        assertThat(after(index, present(3, 6, "{\"a\":1}"))).isEqualTo("VERIFIED");
        assertThat(after(index, present(3, 6, "{\"a\":2}"))).isEqualTo("unknown");
        assertThat(after(index, new Present("concrete", 2, 5, 2, json("{\"a\":0}"))))
                .isEqualTo("unknown");
        assertThat(after(index, ABSENT)).isEqualTo("unknown");
        assertThat(after(delete, ABSENT)).isEqualTo("VERIFIED");
        assertThat(after(delete, present(2, 5, "{}"))).isEqualTo("again, sure");
        assertThat(after(delete, present(3, 6, "{}"))).isEqualTo("unknown");
    }

    @Nested
    class Update {

        @Test
        void byDocIsSentAgain() {
            BulkOperation operation =
                    BulkOperation.update("i", "1", json("{\"doc\":{\"a\":1},\"doc_as_upsert\":true}"));

            assertThat(after(operation, ABSENT)).isEqualTo("again");
            assertThat(after(operation, present(4, 9, "{\"a\":1}"))).isEqualTo("again");
            assertThat(after(operation, present(4, 9, "{\"a\":2}"))).isEqualTo("again");
        }

        @Test
        void byDocUnderAGuardIsVerifiedByWhatItSet() {
            BulkOperation operation = BulkOperation.update("i", "1", json("{\"doc\":{\"a\":{\"b\":1}}}"))
                    .withGuard(new Guard.IfSeqNo(5, 1));

            assertThat(after(operation, present(4, 5, "{}"))).isEqualTo("again, sure");
            assertThat(after(operation, present(5, 6, "{\"a\":{\"b\":1,\"c\":2},\"d\":3}")))
                    .isEqualTo("VERIFIED");
            assertThat(after(operation, present(5, 6, "{\"a\":{\"b\":2}}"))).isEqualTo("unknown");
        }

        @Test
        void byDocOrUpsertIsNotAppliedToItsOwnUpsert() {
            BulkOperation operation = BulkOperation.update("i", "1", json("{\"doc\":{\"n\":2},\"upsert\":{\"n\":1}}"));

            assertThat(after(operation, ABSENT)).isEqualTo("again");
            assertThat(after(operation, present(1, 9, "{\"n\":1}"))).isEqualTo("VERIFIED");
            assertThat(after(operation, present(1, 9, "{\"n\":7}"))).isEqualTo("again");
            assertThat(after(operation, present(3, 9, "{\"n\":2}"))).isEqualTo("VERIFIED");
            assertThat(after(operation, present(3, 9, "{\"n\":1}"))).isEqualTo("unknown");
            assertThat(after(operation.withRepeat(Repeat.IDEMPOTENT), present(3, 9, "{\"n\":1}")))
                    .isEqualTo("again");
        }

        @Test
        void byScriptIsNotSentAgainUnlessItMayBe() {
            BulkOperation operation = BulkOperation.update("i", "1", json("{\"script\":\"ctx._source.n++\"}"));
            BulkOperation upsert = BulkOperation.update("i", "1", json("{\"script\":\"\",\"upsert\":{\"n\":1}}"));

            assertThat(after(operation, present(4, 9, "{\"n\":1}"))).isEqualTo("unknown");
            assertThat(after(operation, ABSENT)).isEqualTo("again");
            assertThat(after(upsert, ABSENT)).isEqualTo("unknown");
            assertThat(after(operation, new Unreadable("no"))).isEqualTo("unknown");
            assertThat(after(operation.withRepeat(Repeat.IDEMPOTENT), present(4, 9, "{\"n\":1}")))
                    .isEqualTo("again");
        }

        @Test
        void byScriptUnderAGuardIsSentAgainWhileTheGuardHolds() {
            BulkOperation operation = BulkOperation.update("i", "1", json("{\"script\":\"ctx._source.n++\"}"))
                    .withGuard(new Guard.IfSeqNo(5, 1));

            assertThat(after(operation, present(4, 5, "{\"n\":1}"))).isEqualTo("again, sure");
            assertThat(after(operation, present(5, 6, "{\"n\":2}"))).isEqualTo("unknown");
        }
    }
}
