package dev.leat.local;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/** Counts the bytes of a download and tells a listener now and then. Thread-safe; the listener hears one call at a time. */
final class DownloadMeter implements LongConsumer {
    private static final long STEP_NANOS = Duration.ofMillis(100).toNanos();

    private final String product;
    private final long total;
    private final ProgressListener listener;
    private final AtomicLong done = new AtomicLong();
    private final ReentrantLock reporting = new ReentrantLock();
    private long reported = System.nanoTime() - STEP_NANOS;

    DownloadMeter(String product, long total, ProgressListener listener) {
        this.product = product;
        this.total = total;
        this.listener = listener;
    }

    /** Bytes that arrived; fewer than none when some have to arrive again. */
    @Override
    public void accept(long bytes) {
        done.addAndGet(bytes);
        if (reporting.tryLock()) {
            try {
                long now = System.nanoTime();
                if (now - reported >= STEP_NANOS) {
                    reported = now;
                    report();
                }
            } finally {
                reporting.unlock();
            }
        }
    }

    void finish() {
        reporting.lock();
        try {
            report();
        } finally {
            reporting.unlock();
        }
    }

    private void report() {
        listener.onProgress(new StartProgress.Downloading(product, Math.clamp(done.get(), 0, total), total));
    }
}
