package dev.leat.connect.service;

import dev.leat.elastic.Waiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Time that passes when somebody sleeps, or when a test says so. Thread-safe. */
final class ManualTime extends Clock implements Waiter {

    private final AtomicReference<Instant> now;

    ManualTime(String start) {
        now = new AtomicReference<>(Instant.parse(start));
    }

    void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    void set(String instant) {
        now.set(Instant.parse(instant));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public long nanoTime() {
        return Duration.between(Instant.EPOCH, now.get()).toNanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        advance(duration);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
