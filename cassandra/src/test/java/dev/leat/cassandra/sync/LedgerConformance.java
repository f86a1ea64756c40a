package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every ledger and the lease beside it do; both are empty before each test. */
public abstract class LedgerConformance {

    private static final RowKey KEY = new RowKey("id", "all the values");
    private static final Fingerprint ONE = Content.of(Map.of("a", "1")).fingerprint();
    private static final Fingerprint TWO = Content.of(Map.of("a", "2")).fingerprint();

    protected abstract Ledger ledger();

    protected abstract LeaseRegister register();

    @Test
    void aKeyWithoutAnEntryIsUnknown() {
        assertThat(ledger().read(List.of(KEY))).containsExactly(Map.entry(KEY, LedgerEntry.unknown(KEY)));
    }

    @Test
    void anEntryIsReadAsItWasWritten() {
        LedgerEntry entry = new LedgerEntry(
                KEY,
                ONE,
                new LedgerEntry.Intent(Side.TABLE, Fingerprint.ABSENT, 7, null),
                List.of(new LedgerEntry.Intent(Side.INDEX, TWO, 8, new Version("index-1", 9, 2))),
                1_700_000_000_000_001L,
                new Version("index-1", 8, 1),
                null);

        Outcome outcome = write(entry);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Written.class,
                        written -> assertThat(read()).isEqualTo(entry.withVersion(written.version())));
    }

    @Test
    void anEntryIsWrittenOverTheVersionThatWasReadAndNoOther() {
        LedgerEntry first = LedgerEntry.unknown(KEY).settled(ONE, null, 1);
        write(first);
        LedgerEntry read = read();

        assertThat(write(first)).isEqualTo(new Outcome.Conflict());
        assertThat(write(read.settled(TWO, null, 2))).isInstanceOf(Outcome.Written.class);
        assertThat(write(read)).isEqualTo(new Outcome.Conflict());
        assertThat(read().agreed()).isEqualTo(TWO);
    }

    @Test
    void anEntryThatSaysNothingIsRemovedByCompareAndSet() {
        write(LedgerEntry.unknown(KEY).settled(ONE, null, 1));
        LedgerEntry read = read();
        write(read.settled(TWO, null, 2));
        List<LedgerEntry> left = new ArrayList<>();

        Outcome late = write(LedgerEntry.unknown(KEY).withVersion(read.version()));
        Outcome removed = write(LedgerEntry.unknown(KEY).withVersion(read().version()));
        ledger().scan(left::addAll);

        assertThat(late).isEqualTo(new Outcome.Conflict());
        assertThat(removed).isInstanceOf(Outcome.Written.class);
        assertThat(left).isEmpty();
        assertThat(read()).isEqualTo(LedgerEntry.unknown(KEY));
    }

    @Test
    void aScanFindsEveryEntry() {
        for (int i = 0; i < 25; i++) {
            ledger().write(List.of(LedgerEntry.unknown(RowKey.of("key-" + i)).settled(ONE, null, i)));
        }
        List<RowKey> keys = new ArrayList<>();

        ledger().scan(page -> page.forEach(entry -> keys.add(entry.key())));

        assertThat(keys).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void theLeaseIsWrittenByCompareAndSet() {
        LeaseRegister.State empty = register().read();
        LeaseRegister.State taken =
                new LeaseRegister.State("me", 1, 5, new Checkpoint("feed", 6, null, true, 7), empty.version());

        Outcome outcome = register().write(taken);

        assertThat(empty).isEqualTo(LeaseRegister.State.initial());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Written.class,
                        written -> assertThat(register().read())
                                .isEqualTo(new LeaseRegister.State("me", 1, 5, taken.checkpoint(), written.version())));
        assertThat(register().write(taken)).isEqualTo(new Outcome.Conflict());
    }

    private @Nullable Outcome write(LedgerEntry entry) {
        return ledger().write(List.of(entry)).get(KEY);
    }

    private LedgerEntry read() {
        return ledger().read(List.of(KEY)).getOrDefault(KEY, LedgerEntry.unknown(KEY));
    }
}
