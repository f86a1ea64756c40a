package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.UnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RecentLedgerTest {

    private static final RowKey KEY = RowKey.of("key");
    private static final Fingerprint IMAGE = new Fingerprint(1, 2);

    private final List<RowKey> asked = new ArrayList<>();
    private UnaryOperator<Map<RowKey, Outcome>> answer = outcomes -> outcomes;
    private final LedgerModel ledger = new LedgerModel() {
        @Override
        public Map<RowKey, LedgerEntry> read(Collection<RowKey> keys) {
            asked.addAll(keys);
            return super.read(keys);
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<LedgerEntry> entries) {
            return answer.apply(super.write(entries));
        }
    };
    private final RecentLedger recent = new RecentLedger(ledger);

    @Test
    void whatWasWrittenNeedNotBeRead() {
        write(LedgerEntry.unknown(KEY).settled(IMAGE, null, 7));

        LedgerEntry entry = read();

        assertThat(asked).isEmpty();
        assertThat(entry).isEqualTo(ledger.read(KEY));
        assertThat(entry.agreed()).isEqualTo(IMAGE);
        assertThat(write(entry.settled(Fingerprint.ABSENT, null, 8))).isInstanceOf(Outcome.Written.class);
    }

    @Test
    void whatWasReadNeedNotBeReadAgain() {
        ledger.apply(LedgerEntry.unknown(KEY).settled(IMAGE, null, 7));

        LedgerEntry first = read();
        LedgerEntry second = read();

        assertThat(asked).containsExactly(KEY);
        assertThat(second).isEqualTo(first).isEqualTo(ledger.read(KEY));
    }

    @Test
    void whatIsNotThereIsReadWheneverItIsAskedFor() {
        read();
        ledger.apply(LedgerEntry.unknown(KEY).settled(IMAGE, null, 7));

        assertThat(read().agreed()).isEqualTo(IMAGE);
    }

    @Test
    void anEntryWhoseWriteWasRefusedOrLostIsReadAgain() {
        write(LedgerEntry.unknown(KEY).settled(IMAGE, null, 7));
        LedgerEntry known = read();
        answer = outcomes -> {
            Map<RowKey, Outcome> lost = new LinkedHashMap<>(outcomes);
            lost.replaceAll((key, outcome) -> new Outcome.Unknown());
            return lost;
        };

        write(known.settled(new Fingerprint(3, 4), null, 8));

        assertThat(read()).isEqualTo(ledger.read(KEY));
        assertThat(asked).containsExactly(KEY);
    }

    @Test
    void anEntryIsReadAgainWhenItsWriteFailed() {
        write(LedgerEntry.unknown(KEY).settled(IMAGE, null, 7));
        LedgerEntry known = read();
        answer = outcomes -> {
            throw new UnavailableException("no node answers", null);
        };

        assertThatThrownBy(() -> write(known.settled(new Fingerprint(3, 4), null, 8)))
                .hasMessage("no node answers");

        assertThat(read()).isEqualTo(ledger.read(KEY));
    }

    @Test
    void whatAnotherInstanceWroteIsReadAfterForgetting() {
        write(LedgerEntry.unknown(KEY).settled(IMAGE, null, 7));
        ledger.apply(read().settled(new Fingerprint(3, 4), null, 8));

        recent.forget();

        assertThat(read()).isEqualTo(ledger.read(KEY));
    }

    @Test
    void aStaleEntryCannotBeWritten() {
        write(LedgerEntry.unknown(KEY).settled(IMAGE, null, 7));
        LedgerEntry stale = read();
        ledger.apply(stale.settled(new Fingerprint(3, 4), null, 8));

        Outcome outcome = write(stale.settled(new Fingerprint(5, 6), null, 9));

        assertThat(outcome).isEqualTo(new Outcome.Conflict());
        assertThat(read()).isEqualTo(ledger.read(KEY));
    }

    @Test
    void itForgetsWhatIsOld() {
        for (int i = 0; i < RecentLedger.MOST + 1; i++) {
            write(LedgerEntry.unknown(RowKey.of("key-" + i)).settled(IMAGE, null, 7));
        }

        recent.read(List.of(RowKey.of("key-0"), RowKey.of("key-" + RecentLedger.MOST)));

        assertThat(asked).containsExactly(RowKey.of("key-0"));
    }

    private LedgerEntry read() {
        return Objects.requireNonNull(recent.read(List.of(KEY)).get(KEY));
    }

    private Outcome write(LedgerEntry entry) {
        return Objects.requireNonNull(recent.write(List.of(entry)).get(entry.key()));
    }
}
