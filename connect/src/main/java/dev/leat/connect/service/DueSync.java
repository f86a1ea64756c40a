package dev.leat.connect.service;

import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.Schedule;
import dev.leat.connect.schedule.QuartzSchedule;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sync that is due.
 *
 * @param at when it was due, or the last time it was when several runs were missed
 */
record DueSync(JobType type, Instant at) {

    /** In the order in which they are made: who may see what comes before what there is to see. */
    private static final List<JobType> ORDER = List.of(JobType.ACCESS_CONTROL, JobType.INCREMENTAL, JobType.FULL);

    /**
     * The syncs of a connector that are due.
     *
     * @param since up to when the connector was looked after: what was due before it was made, or need not be
     */
    static List<DueSync> find(Connector connector, Instant since, Instant now, ZoneId zone) {
        List<DueSync> due = new ArrayList<>();
        for (JobType type : ORDER) {
            Schedule schedule = connector.schedule(type);
            if (schedule.enabled()) {
                Instant from = later(since, connector.lastScheduledAt(type), now);
                DueRun.find(QuartzSchedule.parse(schedule.interval(), zone), from, now)
                        .ifPresent(at -> due.add(new DueSync(type, at)));
            }
        }
        return due;
    }

    /** What is wrong with the intervals of the schedules that are on; empty when nothing is. */
    static List<Problem> problems(Connector connector, ZoneId zone) {
        List<Problem> problems = new ArrayList<>();
        for (JobType type : ORDER) {
            Schedule schedule = connector.schedule(type);
            if (schedule.enabled()) {
                problem(type, schedule, zone).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static Optional<Problem> problem(JobType type, Schedule schedule, ZoneId zone) {
        try {
            QuartzSchedule.parse(schedule.interval(), zone);
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(new Problem("scheduling." + type.wire() + ".interval", e.getMessage()));
        }
    }

    /** A run that is noted for the future was noted by a wrong clock: it must not silence the schedule until then. */
    private static Instant later(Instant since, @Nullable Instant noted, Instant now) {
        return noted == null || noted.isBefore(since) || noted.isAfter(now) ? since : noted;
    }
}
