package dev.leat.connect.service;

import dev.leat.connect.schedule.QuartzSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the run of a schedule that is due: the last one, when several were missed. */
final class DueRun {

    /** How far back the last run is looked for, step by step: so a schedule is never walked through from its beginning. */
    private static final List<Duration> WINDOWS = List.of(
            Duration.ofSeconds(2),
            Duration.ofMinutes(2),
            Duration.ofHours(2),
            Duration.ofDays(2),
            Duration.ofDays(62),
            Duration.ofDays(732));

    private DueRun() {}

    /**
     * The latest time at which the schedule fires after {@code since}, and not after {@code now}.
     *
     * @param since up to when runs were made, or need not be
     */
    static Optional<Instant> find(QuartzSchedule schedule, Instant since, Instant now) {
        Optional<Instant> first = schedule.next(since).filter(fire -> !fire.isAfter(now));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        for (Duration window : WINDOWS) {
            Instant from = now.minus(window);
            if (!from.isAfter(since)) {
                break;
            }
            Optional<Instant> fire = schedule.next(from).filter(time -> !time.isAfter(now));
            if (fire.isPresent()) {
                return Optional.of(last(schedule, fire.get(), now));
            }
        }
        return Optional.of(last(schedule, first.get(), now));
    }

    private static Instant last(QuartzSchedule schedule, Instant fire, Instant now) {
        Instant last = fire;
        while (true) {
            Optional<Instant> next = schedule.next(last).filter(time -> !time.isAfter(now));
            if (next.isEmpty()) {
                return last;
            }
            last = next.get();
        }
    }
}
