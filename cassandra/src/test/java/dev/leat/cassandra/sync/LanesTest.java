package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final List<RowKey> KEYS =
            IntStream.range(0, 1_000).mapToObj(i -> RowKey.of("key-" + i)).toList();

    private final List<Duration> pauses = new ArrayList<>();
    private final Waiter waiter = new Waiter() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void sleep(Duration duration) {
            pauses.add(duration);
        }
    };

    @Test
    void everyKeyIsWorkedOnOnceInBatches() {
        Collection<Integer> sizes = new ConcurrentLinkedQueue<>();
        Map<RowKey, Integer> seen = new ConcurrentHashMap<>();

        lanes(
                        batch -> {
                            sizes.add(batch.size());
                            batch.forEach(key -> seen.merge(key, 1, Integer::sum));
                            return Set.of();
                        },
                        4)
                .work(KEYS);

        assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(KEYS);
        assertThat(seen.values()).containsOnly(1);
        assertThat(sizes).allMatch(size -> size <= 100);
    }

    @Test
    void aKeyThatIsGivenTwiceIsWorkedOnOnce() {
        Collection<RowKey> seen = new ConcurrentLinkedQueue<>();

        lanes(
                        batch -> {
                            seen.addAll(batch);
                            return Set.of();
                        },
                        4)
                .work(List.of(KEYS.get(0), KEYS.get(1), KEYS.get(0)));

        assertThat(seen).containsExactlyInAnyOrder(KEYS.get(0), KEYS.get(1));
    }

    @Test
    void aKeyThatMustBeLookedAtAgainIsAfterAPause() {
        List<Collection<RowKey>> batches = new ArrayList<>();

        lanes(
                        batch -> {
                            batches.add(List.copyOf(batch));
                            return batches.size() < 3 ? Set.of(KEYS.get(0)) : Set.of();
                        },
                        1)
                .work(KEYS.subList(0, 2));

        assertThat(batches).containsExactly(KEYS.subList(0, 2), List.of(KEYS.get(0)), List.of(KEYS.get(0)));
        assertThat(pauses).containsExactly(Duration.ofMillis(10), Duration.ofMillis(20));
    }

    @Test
    void howAKeyLookedCountsForTheFirstLookOnly() {
        List<Map<RowKey, Sighting>> given = new ArrayList<>();
        Sighting sighting = new Sighting(KEYS.get(0), new Fingerprint(1, 2));
        Lanes lanes = new Lanes(
                (keys, seen) -> {
                    given.add(Map.copyOf(seen));
                    return given.size() == 1 ? Set.copyOf(keys) : Set.of();
                },
                1,
                100,
                waiter);

        lanes.workOn(List.of(sighting));

        assertThat(given).containsExactly(Map.of(KEYS.get(0), sighting), Map.of());
    }

    @Test
    void aKeyThatFindsNoRestIsGivenBack() {
        Lanes lanes = lanes(Set::copyOf, 1);

        assertThatThrownBy(() -> lanes.work(KEYS.subList(0, 2)))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("2 keys are changed faster than they can be brought in step; they come again");
    }

    @Test
    void whatALaneThrowsComesOut() {
        Lanes lanes = lanes(
                batch -> {
                    throw new UnavailableException("no node answers", null);
                },
                4);

        assertThatThrownBy(() -> lanes.work(KEYS))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("no node answers");
    }

    private Lanes lanes(Function<Collection<RowKey>, Set<RowKey>> work, int lanes) {
        return new Lanes((keys, seen) -> work.apply(keys), lanes, 100, waiter);
    }
}
