package dev.leat.cassandra.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cassandra.table.ScanPosition.Range;
import dev.leat.testing.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class ScanPositionTest {
    private static final List<Long> BOUNDARIES = List.of(-500L, -100L, 0L, 7L, 900L);

    @Test
    void beginsWithTheWholeRing() {
        assertThat(ScanPosition.beginning().left(BOUNDARIES))
                .containsExactly(
                        new Range(Long.MIN_VALUE, -500),
                        new Range(-500, -100),
                        new Range(-100, 0),
                        new Range(0, 7),
                        new Range(7, 900),
                        new Range(900, Long.MAX_VALUE));
    }

    @Test
    void goesOnWhereItStoodWhateverTheBoundariesAreThen() {
        ScanPosition position = ScanPosition.beginning();
        List<Range> ranges = position.left(BOUNDARIES);
        ranges.subList(0, 3).forEach(position::begin);
        position.done(ranges.get(0), -700);
        position.done(ranges.get(1), -100);

        ScanPosition resumed = ScanPosition.parse(position.toString());

        assertThat(resumed.left(List.of(3L)))
                .containsExactly(
                        new Range(-700, -500), new Range(-100, 0), new Range(0, 3), new Range(3, Long.MAX_VALUE));
    }

    @Test
    void losesNoTokenWhereverItIsStopped(TestInfo test) {
        Seeds seed = Seeds.of(test);
        RandomGenerator random = seed.random();
        for (int run = 0; run < 200; run++) {
            Map<Long, Integer> seen = new HashMap<>();
            String position = ScanPosition.beginning().toString();
            for (int life = 0; life < 30; life++) {
                position = live(ScanPosition.parse(position), seen, life == 29 ? Integer.MAX_VALUE : 3, random);
            }
            for (long token = -1000; token < 1000; token++) {
                assertThat(seen).as(seed.toString()).containsKey(token);
            }
        }
    }

    /** Reads some pages of several ranges, by turns, as the readers do; then it is killed. */
    private static String live(ScanPosition position, Map<Long, Integer> seen, int pages, RandomGenerator random) {
        Deque<Range> left = new ArrayDeque<>(position.left(BOUNDARIES));
        List<Range> reading = new ArrayList<>();
        Map<Range, Long> reached = new HashMap<>();
        for (int page = 0; page < pages && !(left.isEmpty() && reading.isEmpty()); page++) {
            while (reading.size() < 3 && !left.isEmpty()) {
                Range range = left.poll();
                position.begin(range);
                reading.add(range);
                reached.put(range, Math.max(range.after(), -1001));
            }
            Range range = reading.get(random.nextInt(reading.size()));
            long from = reached.getOrDefault(range, -1001L);
            long last = Math.min(range.last(), 1000);
            long upTo = Math.min(last, from + 1 + random.nextInt(300));
            for (long token = from + 1; token <= upTo; token++) {
                seen.merge(token, 1, Integer::sum);
            }
            reached.put(range, upTo);
            position.done(range, upTo >= last ? range.last() : upTo);
            if (upTo >= last) {
                reading.remove(range);
            }
        }
        return position.toString();
    }
}
