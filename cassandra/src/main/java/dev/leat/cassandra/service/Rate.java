package dev.leat.cassandra.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grew over the last minute. Thread-safe. */
final class Rate {

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private static final long STEP = Duration.ofMillis(500).toNanos();

    private record Sample(long time, long count) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Takes the count as it is now, and says how much it grew in a second. */
    synchronized double perSecond(long now, long count) {
        Sample last = samples.peekLast();
        if (last == null || now - last.time() > STEP) {
            samples.addLast(new Sample(now, count));
        }
        while (samples.size() > 2 && now - samples.getFirst().time() > WINDOW) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long nanos = now - first.time();
        return nanos <= 0 ? 0 : (count - first.count()) * 1e9 / nanos;
    }
}
