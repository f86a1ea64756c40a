package dev.leat.datastore.update;

import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Hands out operation ids, no two of them equal in any process: lanes are named by 72 random bits and a number. There are
 * as many lanes as updates at once, so that a document notes few however many updates it sees. Thread-safe.
 */
public final class OperationIds {

    private static final int NAME_BYTES = 9;

    private final String name;

    /** The last given back goes first: after a burst the others rest, and documents forget them. */
    private final Deque<Lane> free = new ConcurrentLinkedDeque<>();

    private final AtomicLong lanes = new AtomicLong();

    /** @param random unlike that of every other process */
    public OperationIds(RandomGenerator random) {
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        this.name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A lane for one update at a time; not thread-safe. */
    static final class Lane {

        private final String name;
        private long last;

        private Lane(String name) {
            this.name = name;
        }

        OperationId next() {
            last++;
            return new OperationId(name, last);
        }
    }

    /** A lane that nobody else uses until it is given back. */
    Lane take() {
        Lane lane = free.pollFirst();
        return lane == null ? new Lane(name + "." + Long.toString(lanes.incrementAndGet(), Character.MAX_RADIX)) : lane;
    }

    /** Only when what was done under its last number is known: a lost update may arrive much later. */
    void giveBack(Lane lane) {
        free.addFirst(lane);
    }
}
