package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.protocol.Ending;
import dev.leat.connect.service.JobSupervisor.JobWatch;
import dev.leat.elastic.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JobSupervisorTest {

    private static final Duration LEASE = Duration.ofMinutes(5);

    private final ManualTime time = new ManualTime("2026-01-01T00:00:00Z");
    private final AtomicReference<Instant> confirmed = new AtomicReference<>(time.instant());
    private final AtomicReference<Optional<JobOutcome>> order = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<JobOutcome>> whenAsked = new AtomicReference<>(Optional.empty());
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean away;
    private volatile boolean hanging;
    private volatile boolean defect;

    private final JobWatch watch = new JobWatch() {
        @Override
        public Optional<JobOutcome> look(Instant now) {
            looks.incrementAndGet();
            if (defect) {
                throw new IllegalArgumentException("a number that is none");
            }
            if (hanging) {
                LockSupport.park();
            }
            if (away) {
                throw new UnavailableException("away", null);
            }
            return order.get();
        }

        @Override
        public Instant lastConfirmed() {
            return confirmed.get();
        }

        @Override
        public Optional<JobOutcome> confirm() {
            assertThat(closed).as("closed before it was asked").isTrue();
            return whenAsked.get();
        }
    };

    @Test
    void givesBackHowTheWorkEnded() {
        assertThat(run(() -> new Ending.Completed(null))).isEqualTo(new JobOutcome.Ended(new Ending.Completed(null)));
        assertThat(run(() -> {
                    throw new IllegalStateException("no");
                }))
                .isEqualTo(JobOutcome.failed("no"));
        assertThat(closed).isTrue();
    }

    @Test
    void endsTheWorkWhenItIsCanceled() {
        order.set(Optional.of(new JobOutcome.Ended(new Ending.Canceled())));

        assertThat(run(this::work)).isEqualTo(new JobOutcome.Ended(new Ending.Canceled()));
        assertThat(interrupted).isTrue();
    }

    @Test
    void suspendsTheWorkWhenTheServiceStops() throws InterruptedException {
        AtomicReference<JobOutcome> ending = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread supervising = Thread.ofVirtual().start(() -> {
            ending.set(run(this::work));
            flag.set(Thread.currentThread().isInterrupted());
        });
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        supervising.interrupt();

        assertThat(supervising.join(Duration.ofSeconds(5))).isTrue();
        assertThat(ending.get()).isEqualTo(JobOutcome.suspended());
        assertThat(interrupted).isTrue();
        assertThat(flag).as("the interrupt is passed on").isTrue();
    }

    @Test
    void leavesASourceBehindThatDoesNotStop() {
        order.set(Optional.of(new JobOutcome.Ended(new Ending.Canceled())));
        AtomicBoolean end = new AtomicBoolean();
        long start = System.nanoTime();

        JobOutcome ending = run(() -> {
            while (!end.get()) {
                Thread.onSpinWait();
            }
            return new Ending.Completed(null);
        });

        assertThat(ending).isEqualTo(new JobOutcome.Ended(new Ending.Canceled()));
        assertThat(closed).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        end.set(true);
    }

    @Test
    void waitsOutAnOutageThatIsShorterThanTheLease() throws InterruptedException {
        away = true;
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            while (looks.get() < 3) {
                Thread.onSpinWait();
            }
            done.countDown();
        });

        JobOutcome ending = run(() -> {
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            return new Ending.Completed(null);
        });

        assertThat(ending).isEqualTo(new JobOutcome.Ended(new Ending.Completed(null)));
    }

    @Test
    void stopsWritingBeforeItAsksWhetherTheJobIsStillOurs() {
        whenAsked.set(Optional.of(new JobOutcome.TakenAway("another service ended it")));
        time.advance(LEASE);

        assertThat(run(this::work)).isEqualTo(new JobOutcome.TakenAway("another service ended it"));
        assertThat(looks).hasValue(0);
    }

    @Test
    void stopsWritingInTimeThoughElasticsearchHasNotAnsweredYet() {
        whenAsked.set(Optional.of(new JobOutcome.TakenAway("another service ended it")));
        hanging = true;

        JobOutcome ending = run(() -> {
            while (looks.get() == 0) {
                Thread.onSpinWait();
            }
            time.advance(LEASE);
            return work();
        });

        assertThat(ending).isEqualTo(new JobOutcome.TakenAway("another service ended it"));
    }

    @Test
    void endsTheJobWhenTheLookAtItHasADefect() {
        defect = true;

        assertThatThrownBy(() -> run(this::work))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The look at a job has a defect");
        assertThat(interrupted).isTrue();
    }

    @Test
    void suspendsAJobThatIsStillOursAfterAStandstill() {
        time.advance(LEASE.plusHours(3));

        assertThat(run(this::work)).isEqualTo(JobOutcome.suspended());
        assertThat(interrupted).isTrue();
    }

    private JobOutcome run(Callable<Ending> work) {
        return new JobSupervisor(watch, () -> closed.set(true), time, LEASE)
                .run("test", work, error -> JobOutcome.failed(String.valueOf(error.getMessage())));
    }

    private Ending work() {
        started.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.set(true);
        }
        return new Ending.Completed(null);
    }
}
