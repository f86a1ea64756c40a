package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a document is written, left alone or deleted. */
class LedgerTest {

    private static final ScopeState.Range LIVE = new ScopeState.Range(100, 200);
    private static final Hash128 ID = new Hash128(1, 1);
    private static final Hash128 OLD = new Hash128(2, 2);
    private static final Hash128 NEW = new Hash128(3, 3);

    private final IdTable table;
    private final Ledger ledger;

    LedgerTest(@TempDir Path directory) throws Exception {
        table = IdTable.create(directory.resolve("ids"), UUID.randomUUID(), "boot", 0);
        ledger = new Ledger(table, 3);
        ledger.open(0, List.of(LIVE));
        ledger.open(1, List.of(LIVE));
    }

    @AfterEach
    void close() {
        table.close();
    }

    private void indexed(int scope) throws Exception {
        ledger.load(List.of(new Ledger.Loaded(ID, OLD, scope)));
    }

    @Test
    void createsWhatIsNewAndLeavesWhatIsTheSame() throws Exception {
        indexed(0);

        assertThat(ledger.claim(new Hash128(9, 9), NEW, 0, 100)).isEqualTo(Claim.CREATE);
        assertThat(ledger.claim(ID, OLD, 0, 100)).isEqualTo(Claim.UNCHANGED);
        assertThat(ledger.claim(ID, OLD, 0, 100)).isEqualTo(Claim.DUPLICATE);
    }

    @Test
    void updatesWhatHasNoHash() throws Exception {
        ledger.load(List.of(new Ledger.Loaded(ID, null, SlotState.FOREIGN)));

        assertThat(ledger.claim(ID, OLD, 0, 100)).isEqualTo(Claim.UPDATE);
    }

    @Test
    void writesAgainWhatWasNotConfirmedBeforeTheProcessDied() throws Exception {
        indexed(0);
        assertThat(ledger.claim(ID, NEW, 0, 100)).isEqualTo(Claim.UPDATE);
        // The next attempt: marks of the one before are valid up to interval 99 only.
        ledger.open(0, List.of(new ScopeState.Range(1, 99), new ScopeState.Range(300, 400)));

        // The write may have arrived, so even the content that the index had is written.
        assertThat(ledger.claim(ID, OLD, 0, 300)).isEqualTo(Claim.UPDATE);
    }

    @Test
    void countsWhatWasConfirmedBeforeTheProcessDiedAndWritesItNotAgain() throws Exception {
        assertThat(ledger.claim(ID, NEW, 0, 100)).isEqualTo(Claim.CREATE);
        ledger.written(ID, NEW);
        ledger.open(0, List.of(new ScopeState.Range(300, 400)));

        assertThat(ledger.claim(ID, NEW, 0, 300)).isEqualTo(Claim.CREATED_BEFORE);
    }

    @Test
    void marksUpToTheDurableCheckpointStayValid() throws Exception {
        ledger.claim(ID, NEW, 0, 100);
        ledger.open(0, List.of(new ScopeState.Range(100, 100), new ScopeState.Range(300, 400)));

        assertThat(ledger.claim(ID, NEW, 0, 300)).isEqualTo(Claim.DUPLICATE);
    }

    @Test
    void defersWhatAnotherScopeMayStillList() throws Exception {
        indexed(1);

        assertThat(ledger.claim(ID, NEW, 0, 100)).isEqualTo(Claim.DEFER);
        assertThat(ledger.claim(ID, OLD, 1, 100)).isEqualTo(Claim.UNCHANGED);
        assertThat(ledger.claimDeferred(ID, NEW, 0, 100)).isEqualTo(Claim.DUPLICATE);
    }

    @Test
    void followsWhatTheOtherScopeDoesNotListAnyMore() throws Exception {
        indexed(1);
        assertThat(ledger.claim(ID, NEW, 0, 100)).isEqualTo(Claim.DEFER);
        ledger.ended(1, List.of(LIVE));

        assertThat(ledger.claimDeferred(ID, NEW, 0, 100)).isEqualTo(Claim.UPDATE);
        // Decided again by an attempt after a crash: still its own.
        assertThat(ledger.claimDeferred(ID, NEW, 0, 100)).isEqualTo(Claim.UPDATE);
        ledger.written(ID, NEW);
        assertThat(ledger.claimDeferred(ID, NEW, 0, 100)).isEqualTo(Claim.UPDATED_BEFORE);
    }

    @Test
    void takesOverAtOnceWhenTheOtherScopeHasEnded() throws Exception {
        indexed(1);
        ledger.ended(1, List.of(LIVE));

        assertThat(ledger.claim(ID, NEW, 0, 100)).isEqualTo(Claim.UPDATE);
    }

    @Test
    void deletesWhatNoValidMarkCovers() throws Exception {
        indexed(0);
        assertThat(ledger.balance(scope -> true)).isEqualTo(new Ledger.Balance(1, 1));
        assertThat(ledger.balance(scope -> scope != 0)).isEqualTo(new Ledger.Balance(1, 0));
        assertThat(ledger.isGone(ID, OLD, scope -> true)).isTrue();
        assertThat(ledger.isGone(new Hash128(8, 8), null, scope -> true)).isFalse();

        ledger.keep(ID, 0, 100);

        assertThat(ledger.balance(scope -> true)).isEqualTo(new Ledger.Balance(1, 0));
        assertThat(ledger.isGone(ID, OLD, scope -> true)).isFalse();
    }

    @Test
    void doesNotDeleteWhatSomebodyHasChangedSince() throws Exception {
        indexed(0);

        assertThat(ledger.isGone(ID, NEW, scope -> true)).isFalse();
        assertThat(ledger.isGone(ID, null, scope -> true)).isFalse();
    }

    @Test
    void deletesWhatADeadAttemptHasWrittenAndTheSourceHasLostSince() throws Exception {
        ledger.claim(ID, NEW, 0, 100);
        ledger.open(0, List.of(new ScopeState.Range(300, 400)));

        assertThat(ledger.balance(scope -> true)).isEqualTo(new Ledger.Balance(0, 1));
        assertThat(ledger.isGone(ID, NEW, scope -> true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // gone, present, ratio, consent, allowed
        "0, 0, 0.2, WITHIN_RATIO, true",
        "99, 99, 0.2, WITHIN_RATIO, true",
        "99, 100, 0.0, WITHIN_RATIO, true",
        "100, 100, 0.2, WITHIN_RATIO, false",
        "100, 500, 0.2, WITHIN_RATIO, true",
        "101, 500, 0.2, WITHIN_RATIO, false",
        "100, 1000000, 0.0, WITHIN_RATIO, false",
        "500, 500, 1.0, WITHIN_RATIO, true",
        "500, 500, 0.2, ALL, true",
    })
    void theGuardWithholdsManyDeletesAboveTheRatio(
            long gone, long present, double ratio, DeleteConsent consent, boolean allowed) {
        assertThat(new DeleteGuard(ratio, consent).allows(new Ledger.Balance(present, gone)))
                .isEqualTo(allowed);
    }

    @Test
    void remembersWhatTheRunHasDeleted() throws Exception {
        indexed(0);
        ledger.ended(0, List.of(LIVE));
        ledger.ended(1, List.of(LIVE));

        ledger.deleted(ID);

        assertThat(ledger.deletedBefore()).isEqualTo(1);
        assertThat(ledger.balance(scope -> true)).isEqualTo(new Ledger.Balance(1, 1));
        assertThat(ledger.claim(ID, OLD, 0, 100)).isEqualTo(Claim.CREATE);
        assertThat(ledger.deletedBefore()).isZero();
    }

    @Test
    void treatsWhatIsDroppedAsNotListed() throws Exception {
        indexed(0);
        assertThat(ledger.claim(ID, NEW, 0, 100)).isEqualTo(Claim.UPDATE);

        ledger.drop(ID, 0, 100);

        assertThat(ledger.balance(scope -> true)).isEqualTo(new Ledger.Balance(1, 1));
        assertThat(ledger.isGone(ID, OLD, scope -> true)).isTrue();
    }
}
