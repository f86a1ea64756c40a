package dev.leat.cassandra.sync;

import dev.leat.testing.Seeds;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of random schedules: whatever happens, both sides become equal, and what was written last stands. */
class ConvergenceTest {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int SCHEDULES = FULL ? 100_000 : 2_000;

    @TempDir
    Path scratch;

    @Test
    void everyScheduleConverges(TestInfo test) {
        Seeds seeds = Seeds.of(test);

        for (int i = 0; i < SCHEDULES; i++) {
            // New schedules are looked for in the full run; the usual one answers for a change, and always the same.
            long seed = FULL ? seeds.part(i).value() : i;
            try {
                Schedule.run(seed, Trap.NONE, scratch);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("schedule " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
