package dev.leat.elastic.bulk;

import dev.leat.elastic.cluster.RetryPolicy;
import java.util.random.RandomGenerator;

/** How many requests may be with the cluster, and when the next may go. Pure; the writer's lock guards it. */
final class Traffic {

    private final Concurrency concurrency;
    private final OutageGate gate;
    private int sending;

    Traffic(int maxConcurrency, RetryPolicy policy, RandomGenerator random) {
        this.concurrency = new Concurrency(maxConcurrency);
        this.gate = new OutageGate(policy.backoff(), random);
    }

    boolean hasFreeSlot() {
        return sending < concurrency.limit();
    }

    /** How many nanoseconds until the next request may go; {@link OutageGate#NEVER} when an answer must come first. */
    long untilFree(long now) {
        return hasFreeSlot() ? gate.untilOpen(now, sending) : OutageGate.NEVER;
    }

    void sent() {
        sending++;
    }

    void answered(Batch batch, Reply reply, long now) {
        switch (reply) {
            case Reply.Items items -> {
                gate.answered();
                concurrency.answered(batch.bytes, sending, now);
            }
            case Reply.TooLarge tooLarge -> gate.answered();
            case Reply.Malformed malformed -> gate.answered();
            case Reply.Fatal fatal -> gate.answered();
            case Reply.NotNow notNow -> {
                gate.failed(batch.sentAt, now, notNow.retryAfter());
                if (notNow.load() == Reply.Load.TOO_MUCH) {
                    concurrency.overloaded(batch.sentAt, now);
                } else {
                    concurrency.disturbed();
                }
            }
            case Reply.Lost lost -> {
                gate.failed(batch.sentAt, now, null);
                concurrency.disturbed();
            }
        }
        sending--;
    }

    /** Some operations of an answered request were refused for lack of room. */
    void overloaded(Batch batch, long now) {
        concurrency.overloaded(batch.sentAt, now);
    }
}
