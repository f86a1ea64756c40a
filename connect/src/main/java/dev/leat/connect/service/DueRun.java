package dev.leat.connect.service;

import dev.leat.connect.schedule.QuartzSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds the run of a schedule that is due: the last one, when several were missed. */
final class DueRun {

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
        // Halving: a schedule of every second, not looked after for years, has a billion runs to walk through.
        Instant last = first.get();
        Instant noneAfter = now;
        while (last.isBefore(noneAfter)) {
            Instant middle = last.plus(Duration.between(last, noneAfter).dividedBy(2));
            Optional<Instant> fire = schedule.next(middle).filter(time -> !time.isAfter(now));
            if (fire.isPresent()) {
                last = fire.get();
            } else {
                noneAfter = middle;
            }
        }
        return Optional.of(last);
    }
}
