package dev.leat.elastic;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when somebody sleeps, and then at once. */
public final class FakeWaiter implements Waiter {

    private final AtomicLong now = new AtomicLong();
    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(duration);
        now.addAndGet(duration.toNanos());
    }

    public void advance(Duration duration) {
        now.addAndGet(duration.toNanos());
    }

    /** What was slept so far, in order. */
    public List<Duration> sleeps() {
        return sleeps;
    }
}
