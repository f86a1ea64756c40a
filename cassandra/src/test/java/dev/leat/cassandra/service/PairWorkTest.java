package dev.leat.cassandra.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cassandra.config.PairConfig;
import dev.leat.cassandra.config.SyncSection;
import dev.leat.cassandra.service.PairStatus.State;
import dev.leat.cassandra.sync.SyncPair;
import dev.leat.cassandra.sync.TakenPair;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairWorkTest {

    private static final int CYCLES = 12;

    @TempDir
    Path scratch;

    private final List<Duration> pauses = new ArrayList<>();
    private Duration cycle = Duration.ZERO;
    private long nanos;
    private final Waiter waiter = new Waiter() {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            pauses.add(duration);
            if (pauses.size() == CYCLES) {
                throw new InterruptedException();
            }
        }
    };

    @Test
    void aCycleBeginsEveryPeriod() {
        cycle = Duration.ofMillis(300);

        work(config -> TakenPair.open(scratch, () -> nanos += cycle.toNanos())).run();

        assertThat(pauses).hasSize(CYCLES).containsOnly(Duration.ofMillis(700));
    }

    @Test
    void aCycleThatTakesLongerIsFollowedByTheNextAtOnce() {
        cycle = Duration.ofSeconds(2);

        work(config -> TakenPair.open(scratch, () -> nanos += cycle.toNanos())).run();

        assertThat(pauses).hasSize(CYCLES).containsOnly(Duration.ZERO);
    }

    @Test
    void afterFailuresItWaitsLongerUntilItIsToldToStop() {
        PairWork work = work(config -> {
            throw new UnavailableException("no node answers", null);
        });

        work.run();

        assertThat(pauses)
                .hasSize(CYCLES)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ZERO, Duration.ofSeconds(30)));
        assertThat(pauses.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(work.status().state()).isEqualTo(State.STOPPED);
        assertThat(work.status().lastError()).isEqualTo("no node answers");
    }

    private PairWork work(Function<PairConfig, SyncPair> opener) {
        return new PairWork(config(), opener, () -> Instant.EPOCH.plusNanos(nanos), waiter);
    }

    private static PairConfig config() {
        Map<String, Object> pair = Map.of("keyspace", "shop", "table", "orders", "index", "orders");
        Map<String, Object> values = Map.of(
                "elasticsearch.url",
                "http://localhost:9200",
                "sync.cassandra.contact_points",
                List.of("localhost"),
                "sync.pairs",
                List.of(pair));
        return SyncSection.read("leat.yml", values, (key, reference) -> {
                    throw new ConfigException(key, "there are no secrets");
                })
                .pairs()
                .getFirst();
    }
}
