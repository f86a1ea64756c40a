package dev.leat.elastic;

import java.time.Duration;

/** The machine's own clock. */
enum SystemWaiter implements Waiter {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}
