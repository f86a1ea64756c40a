package dev.leat.elastic.bulk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Puts operations in order and cuts requests: at most one operation per document is under way at a time, and the later
 * ones wait for its outcome, while other documents go on. Pure: no I/O, no clock, no threads; the writer's lock guards it.
 */
final class OperationQueue {

    /** For {@link #untilReady}: nothing will be ready by the passing of time alone. */
    static final long NEVER = Long.MAX_VALUE;

    /** Requests are not cut smaller than this for all: what is too large even so is searched for, not avoided. */
    private static final long SMALLEST_LIMIT = 64 * 1024;

    /** Whether requests wait to be full. */
    enum Pace {
        LINGER,
        AT_ONCE
    }

    private final int maxOperations;
    private final long linger;
    private long maxBytes;

    /** The first operation without an outcome of each document. */
    private final Map<Entry.Key, Entry> heads = new HashMap<>();

    private final ArrayDeque<Entry> fresh = new ArrayDeque<>();
    private long freshBytes;
    private final ArrayDeque<Entry> repeats = new ArrayDeque<>();
    private final PriorityQueue<Entry> waiting = new PriorityQueue<>(
            Comparator.<Entry>comparingLong(entry -> entry.due).thenComparingLong(entry -> entry.sequence));

    /** @param linger in nanoseconds */
    OperationQueue(long maxBytes, int maxOperations, long linger) {
        this.maxBytes = maxBytes;
        this.maxOperations = maxOperations;
        this.linger = linger;
    }

    /** Takes an operation in. Returns whether there may be more to take than before. */
    boolean add(Entry entry) {
        Entry head = heads.putIfAbsent(entry.key, entry);
        if (head != null) {
            head.last.next = entry;
            head.last = entry;
            return false;
        }
        addFresh(entry);
        return fresh.size() == 1 || isFull();
    }

    private void addFresh(Entry entry) {
        fresh.add(entry);
        freshBytes += entry.bytes;
    }

    private boolean isFull() {
        return freshBytes >= maxBytes || fresh.size() >= maxOperations;
    }

    /** How many nanoseconds from now until {@link #take} has something; 0 when it has. */
    long untilReady(long now, Pace pace) {
        wake(now);
        if (!repeats.isEmpty() || isFull()) {
            return 0;
        }
        Entry oldest = fresh.peek();
        Entry soonest = waiting.peek();
        long ready = NEVER;
        if (oldest != null) {
            ready = pace == Pace.AT_ONCE ? 0 : Math.max(0, oldest.writtenAt + linger - now);
        }
        return soonest == null ? ready : Math.min(ready, Math.max(0, soonest.due - now));
    }

    /** The next request: repeats first, then new operations, up to the limits; empty when nothing is ready. */
    List<Entry> take(long now, Pace pace) {
        List<Entry> taken = new ArrayList<>();
        if (untilReady(now, pace) > 0) {
            return taken;
        }
        long bytes = 0;
        int limit = maxOperations;
        while (true) {
            boolean repeat = !repeats.isEmpty();
            Entry entry = repeat ? repeats.peek() : fresh.peek();
            if (entry == null) {
                return taken;
            }
            limit = Math.min(limit, entry.groupLimit);
            boolean fits = taken.size() < limit && bytes + entry.bytes <= maxBytes;
            if (!fits && !taken.isEmpty()) {
                return taken;
            }
            if (repeat) {
                repeats.remove();
            } else {
                fresh.remove();
                freshBytes -= entry.bytes;
            }
            bytes += entry.bytes;
            taken.add(entry);
        }
    }

    private void wake(long now) {
        for (Entry entry = waiting.peek(); entry != null && entry.due - now <= 0; entry = waiting.peek()) {
            repeats.add(waiting.remove());
        }
    }

    /** Takes operations that were under way back, to be sent again from {@code due} on. */
    void again(List<Entry> entries, long due) {
        for (Entry entry : entries) {
            entry.due = due;
            waiting.add(entry);
        }
    }

    /** An operation under way has its outcome: the next one on its document may go. */
    void complete(Entry entry) {
        Entry next = entry.next;
        if (next == null) {
            heads.remove(entry.key);
            return;
        }
        next.last = entry.last;
        heads.put(next.key, next);
        addFresh(next);
    }

    /** An operation under way has its outcome, and no other is to follow: gives those that waited for it, in order. */
    List<Entry> completeLast(Entry entry) {
        heads.remove(entry.key);
        List<Entry> followers = new ArrayList<>();
        for (Entry next = entry.next; next != null; next = next.next) {
            followers.add(next);
        }
        return followers;
    }

    /** Removes everything that is not under way and does not wait for something under way, in the order written. */
    List<Entry> drain() {
        List<Entry> drained = new ArrayList<>();
        for (var source : List.of(fresh, repeats, waiting)) {
            for (Entry head : source) {
                drained.add(head);
                drained.addAll(completeLast(head));
            }
            source.clear();
        }
        freshBytes = 0;
        drained.sort(Comparator.comparingLong(entry -> entry.sequence));
        return drained;
    }

    /** Cuts smaller requests from now on, because one of that many bytes was too large for the cluster. */
    void shrink(long tooLarge) {
        maxBytes = Math.min(maxBytes, Math.max(SMALLEST_LIMIT, tooLarge / 2));
    }

    /** Documents with an operation that has no outcome. */
    int documents() {
        return heads.size();
    }
}
