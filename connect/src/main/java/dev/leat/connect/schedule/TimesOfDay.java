package dev.leat.connect.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The times of a day at which something is due, and when they really are on a given day of a time zone. */
record TimesOfDay(BitSet seconds, BitSet minutes, BitSet hours) {

    private static final int DAY = 24 * 3600;

    /** The first moment on a day that is due and after the given one; null when there is none. */
    @Nullable
    Instant next(LocalDate date, ZoneId zone, Instant after) {
        ZoneRules rules = zone.getRules();
        Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
        Instant start = date.atStartOfDay(zone).toInstant();
        // Second of the day up to which everything is behind; more than the clock shows when it was set back.
        int done = 0;
        while (start.isBefore(end)) {
            ZoneOffset offset = rules.getOffset(start);
            int clock = start.atOffset(offset).toLocalTime().toSecondOfDay();
            if (clock > done && !isEveryHour() && first(done) < clock && start.isAfter(after)) {
                return start; // Due while the clock was set forward.
            }
            int from = isEveryHour() ? clock : Math.max(clock, done);
            ZoneOffsetTransition transition = rules.nextTransition(start);
            Instant until = transition == null || transition.getInstant().isAfter(end) ? end : transition.getInstant();
            int to = clock + (int) (until.getEpochSecond() - start.getEpochSecond());
            long behind = after.getEpochSecond() + 1 - start.getEpochSecond() + clock;
            int due = behind >= DAY ? DAY : first((int) Math.max(from, behind));
            if (due < Math.min(to, DAY)) {
                return start.plusSeconds(due - (long) clock);
            }
            done = Math.max(done, to);
            start = until;
        }
        return null;
    }

    private boolean isEveryHour() {
        return hours.cardinality() == 24;
    }

    /** The first second of the day, not before the given one, that is due; that of the next day's start if none. */
    private int first(int from) {
        if (from >= DAY) {
            return DAY;
        }
        LocalTime time = LocalTime.ofSecondOfDay(from);
        for (int hour = hours.nextSetBit(time.getHour()); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            boolean sameHour = hour == time.getHour();
            int minute = minutes.nextSetBit(sameHour ? time.getMinute() : 0);
            while (minute >= 0) {
                boolean sameMinute = sameHour && minute == time.getMinute();
                int second = seconds.nextSetBit(sameMinute ? time.getSecond() : 0);
                if (second >= 0) {
                    return (hour * 60 + minute) * 60 + second;
                }
                minute = minutes.nextSetBit(minute + 1);
            }
        }
        return DAY;
    }
}
