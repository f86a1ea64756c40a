package dev.leat.local;

import java.time.Duration;

/** How this module waits; tests wait without letting time pass. */
@FunctionalInterface
interface Pause {
    /** Returns after that time, or sooner when the thread is interrupted. */
    void rest(Duration time) throws InterruptedException;

    static Pause real() {
        return Thread::sleep;
    }
}
