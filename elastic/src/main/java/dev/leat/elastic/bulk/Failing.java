package dev.leat.elastic.bulk;

import dev.leat.elastic.BlockedException;
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

    /** The index takes no writes for now. */
    record Blocked(String reason) implements Failing {}

    static Failing of(Reply.Load load, String reason, @Nullable Exception cause) {
        return load == Reply.Load.BLOCKED ? new Blocked(reason) : new Now(reason, cause);
    }

    /**
     * How many nanoseconds they wait.
     *
     * @param giveUp is told when the policy grants no pause that long
     */
    default long pause(
            List<Entry> entries, long now, RetryPolicy policy, RandomGenerator random, Consumer<LeatException> giveUp) {
        if (this instanceof Not) {
            return 0;
        }
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
            giveUp.accept(gaveUp("; gave up after " + elapsed.toMillis() / 1000.0 + " s"));
        }
        return pause.toNanos();
    }

    private LeatException gaveUp(String after) {
        return switch (this) {
            case Not notFailed -> throw new IllegalStateException("what did not fail is not given up");
            case Now now ->
                new UnavailableException(
                        "bulk write: " + now.reason() + after
                                + "; check that the cluster is up, reachable and has room",
                        now.cause());
            case Blocked blocked ->
                new BlockedException(
                        "bulk write: " + blocked.reason() + after + "; lift the block, or wait until it is lifted",
                        null);
        };
    }
}
