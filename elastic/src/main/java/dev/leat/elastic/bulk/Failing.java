package dev.leat.elastic.bulk;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Why operations are to be sent again, and what that costs in patience. */
sealed interface Failing {

    /** They did not fail themselves: a request was cut smaller. */
    enum Not implements Failing {
        FAILED
    }

    /** They failed for now. */
    record Now(String reason, @Nullable Exception cause) implements Failing {}

    /**
     * How many nanoseconds they wait.
     *
     * @param giveUp is told when the policy grants no pause that long
     */
    default long pause(
            List<Entry> entries, long now, RetryPolicy policy, RandomGenerator random, Consumer<LeatException> giveUp) {
        return switch (this) {
            case Not notFailed -> 0;
            case Now failing -> {
                int failures = 0;
                long first = now;
                for (Entry entry : entries) {
                    entry.failed(now);
                    failures = Math.max(failures, entry.failures);
                    first = Math.min(first, entry.firstFailure);
                }
                Duration elapsed = Duration.ofNanos(now - first);
                Duration pause = policy.backoff().delay(failures - 1, random);
                if (!policy.allows(elapsed, pause)) {
                    giveUp.accept(new UnavailableException(
                            "bulk write: " + failing.reason() + "; gave up after " + elapsed.toMillis() / 1000.0
                                    + " s; check that the cluster is up, reachable and has room",
                            failing.cause()));
                }
                yield pause.toNanos();
            }
        };
    }
}
