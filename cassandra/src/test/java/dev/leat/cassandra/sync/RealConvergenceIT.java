package dev.leat.cassandra.sync;

import dev.leat.testing.Seeds;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The random schedules of {@link ConvergenceTest} on a real Cassandra and a real Elasticsearch. */
@WithCassandra
@WithElasticsearch
class RealConvergenceIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int SCHEDULES = FULL ? 100 : 2;

    @TempDir
    Path scratch;

    @Test
    void everyScheduleConverges(TestCassandra cassandra, TestElasticsearch elasticsearch, TestInfo test) {
        Seeds seeds = Seeds.of(test);
        String keyspace = cassandra.createKeyspace("convergence");
        for (int i = 0; i < SCHEDULES; i++) {
            long seed = FULL ? seeds.part(i).value() : i;
            try (RealStores stores = new RealStores(cassandra, elasticsearch, keyspace)) {
                Schedule.run(new World(seed, Trap.NONE, scratch, stores));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("schedule " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
