package dev.leat.connect.service;

import dev.leat.connect.protocol.SyncJob;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a job, in order. Kept in the job's document, so that it can be told later and elsewhere; of a long
 * story the beginning goes first. Thread-safe.
 */
public final class Timeline {

    /** The key under which it stands in the job's metadata. */
    static final String KEY = "leat_timeline";

    /** How many entries are kept: a day of outages still fits into a document that is read every five seconds. */
    static final int MOST = 50;

    /** An entry is a sentence, not a stack trace. */
    private static final int LONGEST = 500;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> entries = new ArrayDeque<>();

    /**
     * Something that happened.
     *
     * @param at in ISO-8601, UTC
     */
    public record Entry(String at, String event) {}

    /** @param stored what the job's document has, from an earlier attempt; anything that is no timeline is ignored */
    Timeline(Clock clock, @Nullable Object stored) {
        this.clock = clock;
        read(stored).forEach(this::add);
    }

    /** What happened to a job, oldest first; nothing for jobs that other services ran. */
    public static List<Entry> of(SyncJob job) {
        return read(job.metadata().get(KEY));
    }

    private static List<Entry> read(@Nullable Object stored) {
        List<Entry> entries = new ArrayList<>();
        if (stored instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> map) {
                    entries.add(new Entry(String.valueOf(map.get("at")), String.valueOf(map.get("event"))));
                }
            }
        }
        return entries;
    }

    /** Adds an entry, as of now. */
    void note(String event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        add(new Entry(now.toString(), event.length() > LONGEST ? event.substring(0, LONGEST) + "…" : event));
    }

    private void add(Entry entry) {
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
            return entries.stream()
                    .map(entry -> Map.<String, @Nullable Object>of("at", entry.at(), "event", entry.event()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
