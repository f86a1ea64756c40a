package dev.leat.elastic.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyTest {

    private long now = 1_000;

    /** Lets that many windows of answers pass on a cluster that takes so long for each, all slots in use. */
    private void windows(
            Concurrency concurrency, int windows, java.util.function.IntToDoubleFunction bytesPerNanosecond) {
        for (int i = 0; i < windows; i++) {
            int limit = concurrency.limit();
            for (int answer = 0; answer <= 4 * limit; answer++) {
                now += (long) (1_000_000 / bytesPerNanosecond.applyAsDouble(limit));
                concurrency.answered(1_000_000, limit, now);
            }
        }
    }

    @Test
    void growsWhileThroughputGrows() {
        Concurrency concurrency = new Concurrency(8);
        assertThat(concurrency.limit()).isEqualTo(2);

        windows(concurrency, 20, limit -> limit);

        assertThat(concurrency.limit()).isEqualTo(8);
    }

    @Test
    void staysWhereThroughputIsBest() {
        Concurrency concurrency = new Concurrency(8);

        windows(concurrency, 200, limit -> limit <= 3 ? limit : 3.0 - 0.5 * (limit - 3));

        assertThat(concurrency.limit()).isBetween(3, 4);
    }

    @Test
    void halvesWhenTheClusterHasNoRoom() {
        Concurrency concurrency = new Concurrency(8);
        windows(concurrency, 20, limit -> limit);

        concurrency.overloaded(now, now + 10);

        assertThat(concurrency.limit()).isEqualTo(4);
    }

    @Test
    void requestsSentBeforeACutDoNotCutAgain() {
        Concurrency concurrency = new Concurrency(8);
        windows(concurrency, 20, limit -> limit);

        concurrency.overloaded(now, now + 10);
        concurrency.overloaded(now + 5, now + 11);
        assertThat(concurrency.limit()).isEqualTo(4);

        concurrency.overloaded(now + 12, now + 20);
        assertThat(concurrency.limit()).isEqualTo(2);
    }

    @Test
    void neverFallsBelowOneAndComesBack() {
        Concurrency concurrency = new Concurrency(4);
        for (int i = 0; i < 10; i++) {
            concurrency.overloaded(now + i * 10L, now + i * 10L + 5);
        }
        assertThat(concurrency.limit()).isEqualTo(1);

        now += 1_000;
        windows(concurrency, 30, limit -> limit);
        assertThat(concurrency.limit()).isEqualTo(4);
    }

    @Test
    void doesNotGrowWhileSlotsAreFree() {
        Concurrency concurrency = new Concurrency(8);

        for (int i = 0; i < 500; i++) {
            now += 1_000;
            concurrency.answered(1_000, 1, now);
        }

        assertThat(concurrency.limit()).isEqualTo(2);
    }
}
