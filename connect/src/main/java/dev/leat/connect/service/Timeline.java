package dev.leat.connect.service;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a job, in order. Kept in the job's document, so that it can be told later and elsewhere; of a long
 * story the beginning goes first. Thread-safe.
 */
final class Timeline {

    /** How many entries are kept: a day of outages still fits into a document that is read every five seconds. */
    static final int MOST = 50;

    /** An entry is a sentence, not a stack trace. */
    private static final int LONGEST = 500;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Map<String, @Nullable Object>> entries = new ArrayDeque<>();

    /** @param stored what the job's document has, from an earlier attempt; anything that is no timeline is ignored */
    Timeline(Clock clock, @Nullable Object stored) {
        this.clock = clock;
        if (stored instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> map) {
                    add(String.valueOf(map.get("at")), String.valueOf(map.get("event")));
                }
            }
        }
    }

    /** Adds an entry, as of now. */
    void note(String event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        add(now.toString(), event.length() > LONGEST ? event.substring(0, LONGEST) + "…" : event);
    }

    private void add(String at, String event) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("at", at);
        entry.put("event", event);
        lock.lock();
        try {
            entries.addLast(entry);
            if (entries.size() > MOST) {
                entries.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The entries as they are stored: {@code [{"at": …, "event": …}]}, oldest first. */
    List<Map<String, @Nullable Object>> entries() {
        lock.lock();
        try {
            return new ArrayList<>(entries);
        } finally {
            lock.unlock();
        }
    }
}
