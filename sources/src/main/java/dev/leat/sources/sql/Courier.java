package dev.leat.sources.sql;

import dev.leat.connect.SourceException;
import dev.leat.elastic.MarkedThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that read a database while the calling one writes: what they have read waits in a queue of as many pages as
 * there are threads, so that memory is bounded. For one read of one scope; {@link #close} ends the threads and what the
 * database does for them.
 */
final class Courier implements AutoCloseable {
    /** How long a thread may take to end after its statement was cancelled, before its connection is cut. */
    private static final long PATIENCE_SECONDS = 5;

    private final BlockingQueue<Delivery> queue;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(MarkedThreads.numbered("leat-sql-"));
    private final AtomicInteger active = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Session> sessions = new ArrayList<>();

    Courier(int readers) {
        this.queue = new ArrayBlockingQueue<>(readers);
    }

    /** What a thread does. */
    interface Reading {
        void run() throws Exception;
    }

    /** Ends this session, too, when it is all over. */
    Session owned(Session session) {
        lock.lock();
        try {
            sessions.add(session);
            return session;
        } finally {
            lock.unlock();
        }
    }

    void start(Reading reading) {
        active.incrementAndGet();
        threads.execute(() -> {
            try {
                queue.put(outcome(reading));
            } catch (InterruptedException e) {
                // Only close() interrupts, when nobody takes any more.
                Thread.currentThread().interrupt();
            } finally {
                active.decrementAndGet();
            }
        });
    }

    /** Whatever ends the thread is told: the one that waits for it would wait for ever. */
    private static Delivery outcome(Reading reading) throws InterruptedException {
        try {
            reading.run();
            return new Delivery.Done();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // The end of the thread: the one that waits for it decides.
            return new Delivery.Failed(e);
        } catch (OutOfMemoryError e) {
            return new Delivery.Failed(new SourceException(
                    "There is not enough memory for some of its rows; lower fetch_size, or leave out what is large",
                    e));
        } catch (Error e) {
            return new Delivery.Failed(new SourceException("Reading has a defect: " + e, e));
        }
    }

    /** Called by a reading thread; waits while enough lies ready. */
    void deliver(Delivery delivery) throws InterruptedException {
        queue.put(delivery);
    }

    /** Called by the thread that writes. */
    Delivery take() throws InterruptedException {
        return queue.take();
    }

    @Override
    public void close() {
        List<Session> all = sessions();
        // To talk to the database on a thread that is interrupted would cut the connection.
        boolean interrupted = Thread.interrupted();
        if (active.get() > 0) {
            all.forEach(Session::cancel);
        }
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                all.forEach(Session::abort);
            }
        } catch (InterruptedException e) {
            all.forEach(Session::abort);
            interrupted = true;
        }
        // A thread may have begun one meanwhile.
        sessions().forEach(Session::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Session> sessions() {
        lock.lock();
        try {
            return List.copyOf(sessions);
        } finally {
            lock.unlock();
        }
    }
}
