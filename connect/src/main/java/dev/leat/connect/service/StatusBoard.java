package dev.leat.connect.service;

import dev.leat.connect.protocol.JobCounts;
import dev.leat.connect.service.ServiceSettings.Action;
import dev.leat.connect.service.ServiceStatus.JobStatusLine;
import dev.leat.connect.service.ServiceStatus.LoopStatus;
import dev.leat.connect.service.ServiceStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps the status of a service up to date and passes its events on. Thread-safe. */
final class StatusBoard implements ServiceEvents {

    private final Clock clock;
    private final ServiceEvents listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Action, LoopStatus> loops = new EnumMap<>(Action.class);
    private final Map<String, JobStatusLine> jobs = new HashMap<>();
    private final Instant since;
    private boolean stopped;
    private @Nullable String problem;

    StatusBoard(Set<Action> running, Clock clock, ServiceEvents listener) {
        this.clock = clock;
        this.listener = listener;
        this.since = clock.instant();
        running.forEach(loop -> loops.put(loop, new LoopStatus(loop, null, 0, 0, null)));
    }

    @Override
    public void happened(ServiceEvent event) {
        lock.lock();
        try {
            enter(event);
        } finally {
            lock.unlock();
        }
        listener.happened(event);
    }

    private void enter(ServiceEvent event) {
        switch (event) {
            case ServiceEvent.JobStarted started ->
                jobs.put(started.job().id(), new JobStatusLine(started.job(), clock.instant(), JobCounts.none()));
            case ServiceEvent.JobProgressed progressed ->
                jobs.computeIfPresent(
                        progressed.job().id(),
                        (id, line) -> new JobStatusLine(line.job(), line.since(), progressed.counts()));
            case ServiceEvent.JobEnded ended -> jobs.remove(ended.job().id());
            case ServiceEvent.LoopPassed passed ->
                loops.computeIfPresent(
                        passed.loop(),
                        (loop, before) ->
                                new LoopStatus(loop, clock.instant(), before.passes() + 1, before.errors(), null));
            case ServiceEvent.LoopFailed failed ->
                loops.computeIfPresent(
                        failed.loop(),
                        (loop, before) -> new LoopStatus(
                                loop, before.lastPass(), before.passes(), before.errors() + 1, failed.error()));
            case ServiceEvent.ConnectorChecked checked -> {}
            case ServiceEvent.JobScheduled scheduled -> {}
            case ServiceEvent.JobCleanedUp cleaned -> {}
        }
    }

    void passed(Action loop, Duration took) {
        happened(new ServiceEvent.LoopPassed(loop, took));
    }

    void failed(Action loop, RuntimeException error) {
        String message = error.getMessage();
        happened(new ServiceEvent.LoopFailed(
                loop, message == null ? error.getClass().getSimpleName() : message));
    }

    /** @param reason null when it was asked to */
    void stopped(@Nullable String reason) {
        lock.lock();
        try {
            stopped = true;
            problem = reason;
        } finally {
            lock.unlock();
        }
    }

    ServiceStatus status() {
        lock.lock();
        try {
            List<LoopStatus> all = new ArrayList<>(loops.values());
            List<JobStatusLine> running = new ArrayList<>(jobs.values());
            running.sort(Comparator.comparing(JobStatusLine::since));
            return new ServiceStatus(state(all), since, all, running, problem);
        } finally {
            lock.unlock();
        }
    }

    private State state(List<LoopStatus> all) {
        if (stopped) {
            return State.STOPPED;
        }
        if (all.stream().anyMatch(loop -> loop.lastError() != null)) {
            return State.DEGRADED;
        }
        return all.stream().anyMatch(loop -> loop.lastPass() == null) ? State.STARTING : State.RUNNING;
    }
}
