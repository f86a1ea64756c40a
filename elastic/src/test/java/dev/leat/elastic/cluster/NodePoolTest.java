package dev.leat.elastic.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.FakeWaiter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodePoolTest {

    private static final URI A = URI.create("http://a:9200");
    private static final URI B = URI.create("http://b:9200");
    private static final URI C = URI.create("http://c:9200");

    private final FakeWaiter waiter = new FakeWaiter();
    private final NodePool pool = new NodePool(List.of(A, B, C), waiter);

    @Test
    void goesRound() {
        assertThat(List.of(pool.next(), pool.next(), pool.next(), pool.next())).containsExactly(A, B, C, A);
    }

    @Test
    void leavesOutANodeThatFailedAndTakesItBackLater() {
        pool.failed(B);

        assertThat(List.of(pool.next(), pool.next(), pool.next())).doesNotContain(B);

        waiter.advance(Duration.ofSeconds(1));
        assertThat(List.of(pool.next(), pool.next(), pool.next())).contains(B);
    }

    @Test
    void restsANodeTwiceAsLongEachTimeUpToHalfAMinute() {
        for (int i = 0; i < 10; i++) {
            pool.failed(B);
        }

        waiter.advance(Duration.ofSeconds(31));
        assertThat(List.of(pool.next(), pool.next(), pool.next())).doesNotContain(B);
        waiter.advance(Duration.ofSeconds(1));
        assertThat(List.of(pool.next(), pool.next(), pool.next())).contains(B);
    }

    @Test
    void triesTheOneThatIsDueFirstWhenAllAreLeftOut() {
        pool.failed(A);
        pool.failed(A);
        pool.failed(B);
        pool.failed(C);
        pool.failed(C);

        assertThat(List.of(pool.next(), pool.next(), pool.next())).containsOnly(B);
    }

    @Test
    void forgetsFailuresOnceANodeAnswers() {
        pool.failed(B);
        pool.answered(B);

        assertThat(List.of(pool.next(), pool.next(), pool.next())).contains(B);
    }
}
