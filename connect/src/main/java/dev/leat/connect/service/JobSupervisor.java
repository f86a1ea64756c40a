package dev.leat.connect.service;

import dev.leat.connect.protocol.Ending;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over the thread that does a job: reports how far it is, asks whether the job is still wanted and still ours,
 * and ends the thread when it is not. The thread that supervises is the one that is interrupted when the service stops.
 *
 * <p><b>Fencing.</b> A job is surely ours as long as our last report is younger than the time after which others may give it to
 * somebody else. When that time is over (the machine slept, the process stood still, Elasticsearch was away), the
 * connections of the work are closed first, and the question is asked afterwards. For one run.
 */
final class JobSupervisor {

    private static final Logger LOGGER = LoggerFactory.getLogger(JobSupervisor.class);

    /** How soon a standstill of the process is noticed. */
    private static final Duration TICK = Duration.ofMillis(200);

    /** How long a source may take to notice an interrupt: what is left of five seconds must do to write the documents. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final JobWatch watch;
    private final Runnable closeConnections;
    private final Clock clock;
    private final Duration lease;
    private @Nullable Look look;

    /** What the supervisor asks and reports. */
    interface JobWatch {

        /**
         * Does what is due at that time: a report, a look at the documents. Called by one thread at a time.
         *
         * @return what became of the job, when it is not to go on
         */
        Optional<JobOutcome> look(Instant now);

        /** When Elasticsearch last confirmed that the job is ours. */
        Instant lastConfirmed();

        /** Asks, whatever is due, whether the job is still ours; what became of it when not. Waits for Elasticsearch. */
        Optional<JobOutcome> confirm();
    }

    /**
     * @param closeConnections makes sure that the work can write nothing more
     * @param lease how long a job stays ours after a confirmation
     */
    JobSupervisor(JobWatch watch, Runnable closeConnections, Clock clock, Duration lease) {
        this.watch = watch;
        this.closeConnections = closeConnections;
        this.clock = clock;
        this.lease = lease;
    }

    /**
     * Runs the work in a thread of its own and returns how it ended. When the calling thread is interrupted, the
     * job is suspended; the interrupt flag is set again.
     *
     * @param failed what an exception of the work means
     */
    JobOutcome run(String name, Callable<Ending> work, Function<Throwable, JobOutcome> failed) {
        FutureTask<Ending> task = new FutureTask<>(work);
        Thread worker = Thread.ofVirtual().name(name).start(task);
        try {
            return supervise(task, failed);
        } catch (InterruptedException | CancelledException e) {
            Thread.currentThread().interrupt();
            return JobOutcome.suspended();
        } finally {
            end(worker);
        }
    }

    private JobOutcome supervise(FutureTask<Ending> task, Function<Throwable, JobOutcome> failed)
            throws InterruptedException {
        while (true) {
            try {
                return new JobOutcome.Ended(task.get(TICK.toMillis(), TimeUnit.MILLISECONDS));
            } catch (ExecutionException e) {
                return failed.apply(e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                Optional<JobOutcome> ending = tick();
                if (ending.isPresent()) {
                    return ending.get();
                }
            }
        }
    }

    private Optional<JobOutcome> tick() throws InterruptedException {
        Instant now = clock.instant();
        if (Duration.between(watch.lastConfirmed(), now).compareTo(lease) >= 0) {
            LOGGER.warn(
                    "Elasticsearch has not confirmed for {} s that the job is ours; its connections are closed",
                    lease.toSeconds());
            closeConnections.run();
            return Optional.of(watch.confirm().orElseGet(JobOutcome::suspended));
        }
        if (look == null) {
            look = new Look(watch, now);
        }
        if (look.isUnderWay()) {
            return Optional.empty();
        }
        Look last = look;
        look = null;
        return last.outcome();
    }

    /** A question to Elasticsearch. It may hang for as long as a request may, which must not keep the lease from ending. */
    private static final class Look {

        private final FutureTask<Optional<JobOutcome>> task;
        private final Thread thread;

        Look(JobWatch watch, Instant now) {
            task = new FutureTask<>(() -> watch.look(now));
            thread = Thread.ofVirtual().name("leat-look").start(task);
        }

        boolean isUnderWay() {
            return !task.isDone();
        }

        Optional<JobOutcome> outcome() throws InterruptedException {
            try {
                return task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof LeatException outage) {
                    // No reason to end a job: what writes the documents waits for the end of an outage as well.
                    LOGGER.debug("The job could not be looked at: {}", outage.getMessage());
                    return Optional.empty();
                }
                throw new IllegalStateException("The look at a job has a defect: " + e.getCause(), e.getCause());
            }
        }

        /** Nothing is to be reported after the end. */
        void end(long untilNanos) throws InterruptedException {
            thread.interrupt();
            thread.join(Duration.ofNanos(Math.max(1, untilNanos - System.nanoTime())));
        }
    }

    private void end(Thread worker) {
        worker.interrupt();
        long until = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = Thread.interrupted();
        while ((worker.isAlive() || look != null) && System.nanoTime() < until) {
            try {
                if (look != null) {
                    look.end(until);
                    look = null;
                }
                worker.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        closeConnections.run();
        if (worker.isAlive()) {
            LOGGER.warn("The source did not stop when it was told to; it is left behind and can write nothing more");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
