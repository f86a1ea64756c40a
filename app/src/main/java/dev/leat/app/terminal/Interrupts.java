package dev.leat.app.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, and the request of the system to end: the thread that does the work is interrupted and gets time to leave
 * everything in order (close what is open in the cluster, note how far it came). The JVM then ends with the status that
 * the signal calls for: 130 for Ctrl-C, 143 for a termination.
 */
public final class Interrupts {

    private final Thread worker;
    private final Duration patience;
    private final CountDownLatch finished = new CountDownLatch(1);

    private Interrupts(Thread worker, Duration patience) {
        this.worker = worker;
        this.patience = patience;
    }

    /** From now on a signal interrupts the calling thread, and the JVM waits that long for {@link #finished}. */
    public static Interrupts ofThisThread(Duration patience) {
        Interrupts interrupts = new Interrupts(Thread.currentThread(), patience);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupts::stopWorker, "interrupt"));
        return interrupts;
    }

    /** The work is over, one way or the other: the JVM may end. */
    public void finished() {
        finished.countDown();
    }

    private void stopWorker() {
        if (finished.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            if (!finished.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("leat: the work did not stop within " + patience.toSeconds() + " s; ending anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
