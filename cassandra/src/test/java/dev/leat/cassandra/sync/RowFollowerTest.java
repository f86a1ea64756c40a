package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class RowFollowerTest {

    private static final long SECOND = 1_000_000;
    private static final long SKEW = 5 * SECOND;
    private static final Rules RULES = Rules.standard();

    private record Times(long since, long until) {}

    private final List<Times> asked = new ArrayList<>();

    /** Tells what it was asked for, and finds nothing. */
    private final class Nothing implements TableWatch {

        private final boolean isQuick;

        Nothing(boolean isQuick) {
            this.isQuick = isQuick;
        }

        @Override
        public long changes(long since, long until, PageHandler handler) {
            asked.add(new Times(since, until));
            return Long.MIN_VALUE;
        }

        @Override
        public boolean isQuick() {
            return isQuick;
        }
    }

    @Test
    void eachTimeIsReadSoonAndOnceMoreWhenItIsComplete() {
        RowFollower follower = new RowFollower(new Nothing(true), RULES);
        follow(follower, 100 * SECOND, 101 * SECOND);
        follow(follower, 101 * SECOND, 103 * SECOND);

        assertThat(asked)
                .containsExactly(
                        new Times(95 * SECOND, 96 * SECOND),
                        new Times(99 * SECOND, Long.MAX_VALUE),
                        new Times(96 * SECOND, 98 * SECOND),
                        new Times(100 * SECOND, Long.MAX_VALUE));
    }

    @Test
    void passesThatAreFarApartReadOnce() {
        RowFollower follower = new RowFollower(new Nothing(true), RULES);
        follow(follower, 100 * SECOND, 110 * SECOND);
        follow(follower, 108 * SECOND, 120 * SECOND);

        assertThat(asked)
                .containsExactly(new Times(95 * SECOND, Long.MAX_VALUE), new Times(105 * SECOND, Long.MAX_VALUE));
    }

    @Test
    void withoutAnIndexAllThatMayNotBeCompleteIsReadAtOnce() {
        RowFollower follower = new RowFollower(new Nothing(false), RULES);
        follow(follower, 100 * SECOND, 101 * SECOND);
        follow(follower, 101 * SECOND, 102 * SECOND);

        assertThat(asked)
                .containsExactly(new Times(95 * SECOND, Long.MAX_VALUE), new Times(96 * SECOND, Long.MAX_VALUE));
    }

    @Test
    void afterAFailureNothingCountsAsComplete() {
        RowFollower follower = new RowFollower(new Nothing(true), RULES);
        follow(follower, 100 * SECOND, 110 * SECOND);
        follower.forget();
        follow(follower, 108 * SECOND, 120 * SECOND);

        assertThat(asked).last().isEqualTo(new Times(103 * SECOND, Long.MAX_VALUE));
    }

    @Test
    void aPassThatFailsIsNoPass() {
        Shop shop = new Shop(new SplittableRandom(1), true);
        shop.row("late", 100 * SECOND, 100 * SECOND);
        RowFollower follower = new RowFollower(shop, RULES);
        shop.now = 106 * SECOND;

        assertThatThrownBy(() -> follower.follow(100 * SECOND, shop.now, (page, position) -> {
                    throw new IllegalStateException("not now");
                }))
                .hasMessage("not now");
        shop.now = 107 * SECOND;
        Set<RowKey> found = new HashSet<>();
        follower.follow(
                104 * SECOND, shop.now, (page, position) -> page.forEach(sighting -> found.add(sighting.key())));

        assertThat(found).contains(RowKey.of("late"));
    }

    @Test
    void everyRowIsFoundAndWhatIsHardlyLateIsFoundAtOnce(TestInfo test) {
        Seeds seeds = Seeds.of(test);
        for (int i = 0; i < 300; i++) {
            Shop shop = new Shop(seeds.part(i).random(), i % 2 == 0);

            assertThat(shop.missed()).as("part %d", i).isEmpty();
        }
    }

    private static void follow(RowFollower follower, long watermark, long now) {
        follower.follow(watermark, now, (page, position) -> {});
    }

    /** Rows that become visible some time after their own. */
    private static final class Shop implements TableWatch {

        private record Row(RowKey key, long time, long visible) {}

        private final SplittableRandom random;
        private final boolean isQuick;
        private final List<Row> rows = new ArrayList<>();
        private long now = 1_000 * SECOND;

        Shop(SplittableRandom random, boolean isQuick) {
            this.random = random;
            this.isQuick = isQuick;
        }

        void row(String key, long time, long visible) {
            rows.add(new Row(RowKey.of(key), time, visible));
        }

        /** What went wrong in a long run. */
        List<String> missed() {
            for (int i = 0; i < 200; i++) {
                long time = now + random.nextLong(60 * SECOND);
                long delay = random.nextBoolean() ? random.nextLong(SECOND) : random.nextLong(SKEW);
                row("row-" + i, time, time + delay);
            }
            RowFollower follower = new RowFollower(this, RULES);
            Map<RowKey, Long> found = new HashMap<>();
            List<Long> passes = new ArrayList<>();
            long watermark = now;
            long end = now + 70 * SECOND;
            while (now < end) {
                now += random.nextLong(random.nextInt(5) == 0 ? 10 * SECOND : SECOND);
                passes.add(now);
                long seen = follower.follow(
                        watermark,
                        now,
                        (page, position) -> page.forEach(sighting -> found.putIfAbsent(sighting.key(), now)));
                watermark = Math.max(watermark, Math.min(seen, now));
                if (random.nextInt(10) == 0) {
                    follower.forget();
                }
            }
            return rows.stream()
                    .filter(row -> !isInTime(row, found.get(row.key()), passes))
                    .map(row -> row + " was found at " + found.get(row.key()))
                    .toList();
        }

        /** What is late by less than a second is found by the next pass; the rest by the first when it is complete. */
        private static boolean isInTime(Row row, @Nullable Long found, List<Long> passes) {
            boolean isHardlyLate = row.visible() - row.time() < SECOND;
            long due = isHardlyLate ? row.visible() : row.time() + SKEW;
            long first = passes.stream().filter(pass -> pass >= due).findFirst().orElseThrow();
            return found != null && found <= first;
        }

        @Override
        public long changes(long since, long until, PageHandler handler) {
            long highest = Long.MIN_VALUE;
            List<Sighting> page = new ArrayList<>();
            for (Row row : rows) {
                if (row.visible() <= now && row.time() >= since && row.time() <= until) {
                    page.add(new Sighting(row.key(), Fingerprint.ABSENT));
                    highest = Math.max(highest, row.time());
                }
            }
            if (!page.isEmpty()) {
                handler.accept(page, "");
            }
            return highest;
        }

        @Override
        public boolean isQuick() {
            return isQuick;
        }
    }
}
