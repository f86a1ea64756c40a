package dev.leat.spark.cluster;

import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.ProxiedRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a number of searches of snapshots through, and holds all that come later until it is opened. */
final class Gate implements FaultPolicy {

    private final AtomicInteger left;
    private final AtomicInteger held = new AtomicInteger();
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate(int free) {
        this.left = new AtomicInteger(free);
    }

    @Override
    public Fault choose(ProxiedRequest request) {
        if (request.path().startsWith("/_search") && left.decrementAndGet() < 0) {
            held.incrementAndGet();
            try {
                opened.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new Fault.None();
    }

    /** How many searches have come to the closed gate. */
    int held() {
        return held.get();
    }

    void open() {
        opened.countDown();
    }
}
