package dev.leat.datastore.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OperationIdsTest {

    private final OperationIds ids = new OperationIds(new SplittableRandom(7));

    @Test
    void givesNobodyALaneThatIsInUse() {
        OperationIds.Lane first = ids.take();
        OperationIds.Lane second = ids.take();

        assertThat(first.next()).isNotEqualTo(second.next());
        assertThat(first.next().lane()).isNotEqualTo(second.next().lane());
    }

    @Test
    void oneUpdateAtATimeStaysInOneLaneAlsoAfterABurst() {
        List<OperationIds.Lane> burst = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            burst.add(ids.take());
        }
        burst.forEach(ids::giveBack);

        String lane = nextLane();

        for (int i = 0; i < 100; i++) {
            assertThat(nextLane()).isEqualTo(lane);
        }
    }

    private String nextLane() {
        OperationIds.Lane lane = ids.take();
        ids.giveBack(lane);
        return lane.next().lane();
    }
}
