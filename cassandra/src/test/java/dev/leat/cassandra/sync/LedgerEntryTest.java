package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerEntryTest {

    private static final Fingerprint OLD = Content.of(Map.of("a", "1")).fingerprint();
    private static final Fingerprint NEW = Content.of(Map.of("a", "2")).fingerprint();
    private static final LedgerEntry AGREED =
            LedgerEntry.unknown(RowKey.of("key")).settled(OLD, null, 100);

    @Test
    void itsTimeNeverGoesBack() {
        LedgerEntry entry = AGREED.intending(new LedgerEntry.Intent(Side.TABLE, NEW, 1, null), 200);

        assertThat(entry.time()).isEqualTo(200);
        assertThat(entry.settled(NEW, null, 150).time()).isEqualTo(200);
    }

    @Test
    void anIntentIsDoneWhenBothSidesLookLikeIt() {
        LedgerEntry entry = AGREED.intending(new LedgerEntry.Intent(Side.INDEX, NEW, 1, null), 0);

        LedgerEntry settled = entry.settled(NEW, null, 0);

        assertThat(entry.isOpen()).isTrue();
        assertThat(settled.isOpen()).isFalse();
        assertThat(settled.doubts()).isEmpty();
    }

    @Test
    void aWriteToTheIndexThatWentAstrayIsRemembered() {
        LedgerEntry entry = AGREED.intending(new LedgerEntry.Intent(Side.INDEX, NEW, 1, null), 0)
                .settled(OLD, null, 0);

        assertThat(entry.explainsDoc(NEW, 1)).isTrue();
        assertThat(entry.explainsDoc(NEW, 2)).isFalse();
    }

    @Test
    void aWriteToTheTableStaysOpenUntilALaterOneIsAcknowledged() {
        LedgerEntry entry = AGREED.intending(new LedgerEntry.Intent(Side.TABLE, NEW, 1, null), 0)
                .intending(new LedgerEntry.Intent(Side.INDEX, OLD, 2, null), 0);

        assertThat(entry.settled(OLD, null, 0).isOpen()).isTrue();
        assertThat(entry.settled(OLD, null, 0).explainsRow(NEW)).isTrue();
        assertThat(entry.closed(OLD, null, 0).isOpen()).isFalse();
        assertThat(entry.closed(OLD, null, 0).explainsRow(NEW)).isFalse();
    }

    @Test
    void onlyTheLastDoubtsAreKept() {
        LedgerEntry entry = AGREED;
        for (int i = 0; i < 100; i++) {
            Fingerprint image = Content.of(Map.of("a", Integer.toString(i))).fingerprint();
            entry = entry.intending(new LedgerEntry.Intent(Side.INDEX, image, i, null), 0);
        }

        assertThat(entry.doubts())
                .hasSize(8)
                .last()
                .extracting(LedgerEntry.Intent::at)
                .isEqualTo(98L);
    }
}
