package dev.leat.sources.extract;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Extracts text with Apache Tika in a small pool of worker processes.
 *
 * <p>Workers are started when there is work and end when there has been none for a while. A document that exceeds a
 * limit costs its worker; one whose worker died for no reason that we know is tried once more with a new one.
 */
public final class ForkedExtractor implements ContentExtractor {
    private final ExtractionLimits limits;
    private final String workerMain;
    private final List<String> workerOptions;
    private final Semaphore permits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Set<WorkerProcess> busy = new HashSet<>();
    private @Nullable Thread reaper;
    private boolean closed;

    private ForkedExtractor(ExtractionLimits limits, String workerMain, List<String> workerOptions) {
        this.limits = limits;
        this.workerMain = workerMain;
        this.workerOptions = List.copyOf(workerOptions);
        this.permits = new Semaphore(limits.workers(), true);
    }

    /** Makes an extractor; starts no process yet. */
    public static ForkedExtractor open(ExtractionLimits limits) {
        return new ForkedExtractor(limits, WorkerMain.class.getName(), List.of());
    }

    /** One whose workers take more options for Java, and run another main class. */
    static ForkedExtractor open(ExtractionLimits limits, String workerMain, List<String> workerOptions) {
        return new ForkedExtractor(limits, workerMain, workerOptions);
    }

    @Override
    public Extraction extract(String name, Input input) throws IOException, InterruptedException {
        permits.acquire();
        try {
            Extraction first = attempt(name, input);
            Extraction answer = first == null ? attempt(name, input) : first;
            return answer == null
                    ? new Extraction.Failed(Extraction.Reason.CRASHED, "the worker that read it crashed, twice")
                    : answer;
        } finally {
            permits.release();
        }
    }

    /** Process ids of the workers that live now; for operators. */
    public Set<Long> workerPids() {
        lock.lock();
        try {
            Set<Long> pids = new HashSet<>();
            busy.forEach(worker -> pids.add(worker.pid()));
            idle.forEach(entry -> pids.add(entry.worker().pid()));
            return pids;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Thread toStop;
        List<WorkerProcess> toKill;
        List<Idle> toClose;
        lock.lock();
        try {
            closed = true;
            toStop = reaper;
            toKill = List.copyOf(busy);
            toClose = List.copyOf(idle);
            idle.clear();
        } finally {
            lock.unlock();
        }
        if (toStop != null) {
            toStop.interrupt();
        }
        toKill.forEach(WorkerProcess::kill);
        toClose.forEach(entry -> entry.worker().close());
    }

    private @Nullable Extraction attempt(String name, Input input) throws IOException, InterruptedException {
        WorkerProcess worker = take();
        boolean answered = false;
        try {
            Extraction answer = worker.extract(name, input);
            answered = answer != null;
            if (!answered && isClosed()) {
                throw new IOException("the text extraction was closed");
            }
            return answer;
        } catch (IOException e) {
            answered = true;
            throw e;
        } finally {
            giveBack(worker, answered);
        }
    }

    private WorkerProcess take() throws IOException, InterruptedException {
        WorkerProcess worker = null;
        lock.lock();
        try {
            refuseWhenClosed();
            while (worker == null && !idle.isEmpty()) {
                WorkerProcess candidate = idle.pop().worker();
                worker = candidate.isAlive() ? candidate : null;
                if (worker == null) {
                    candidate.kill();
                }
            }
            if (worker != null) {
                busy.add(worker);
                return worker;
            }
        } finally {
            lock.unlock();
        }
        return register(WorkerProcess.start(workerMain, limits, workerOptions));
    }

    private WorkerProcess register(WorkerProcess worker) throws IOException {
        lock.lock();
        try {
            refuseWhenClosed();
            busy.add(worker);
            return worker;
        } catch (IOException e) {
            worker.kill();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(WorkerProcess worker, boolean answered) {
        boolean reusable;
        lock.lock();
        try {
            busy.remove(worker);
            reusable = answered && !closed && worker.isAlive() && !worker.isWornOut();
            if (reusable) {
                idle.push(new Idle(worker, System.nanoTime()));
                if (reaper == null) {
                    reaper = Thread.ofVirtual().name("extraction-reaper").start(this::reap);
                }
            }
        } finally {
            lock.unlock();
        }
        if (!reusable) {
            worker.kill();
        }
    }

    /** Ends workers that have been idle for too long; ends itself when none is left. */
    private void reap() {
        while (true) {
            WorkerProcess expired = null;
            Duration pause = limits.idle();
            lock.lock();
            try {
                Idle oldest = idle.peekLast();
                if (oldest == null || closed) {
                    reaper = null;
                    return;
                }
                Duration left = limits.idle().minusNanos(System.nanoTime() - oldest.since());
                if (left.isNegative() || left.isZero()) {
                    idle.removeLast();
                    expired = oldest.worker();
                } else {
                    pause = left;
                }
            } finally {
                lock.unlock();
            }
            if (expired != null) {
                expired.close();
            } else if (!slept(pause)) {
                return;
            }
        }
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException closing) {
            return false;
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhenClosed() throws IOException {
        if (closed) {
            throw new IOException("the text extraction was closed");
        }
    }

    private record Idle(WorkerProcess worker, long since) {}
}
