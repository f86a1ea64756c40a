package dev.leat.cassandra.index;

import java.util.ArrayList;
import java.util.List;

/**
 * How far the changes of an index have been read: of each shard the last sequence number, and the history it belongs to.
 *
 * <p>A primary term does not make a position worthless, since it never passes the global checkpoint, below which no
 * primary changes anything. A history does: it ends when data of a shard is given up, and then numbers are used again.
 *
 * @param uuid of the index
 */
record FeedPosition(String uuid, List<Shard> shards) {

    /** Before the first sequence number. */
    static final long NOTHING = -1;

    /** How far a shard has been read. */
    record Shard(String history, long sequenceNumber) {}

    FeedPosition {
        shards = List.copyOf(shards);
    }

    /** Where to go on in an index as it is now: at the beginning of what the text does not tell about. */
    static FeedPosition parse(String text, String uuid, List<String> histories) {
        String[] parts = text.split(" ", -1);
        boolean isOfIndex = parts[0].equals(uuid) && parts.length == histories.size() + 1;
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < histories.size(); i++) {
            String history = histories.get(i);
            boolean isOfHistory = isOfIndex && parts[i + 1].startsWith(history + ":");
            long number = isOfHistory ? Long.parseLong(parts[i + 1].substring(history.length() + 1)) : NOTHING;
            shards.add(new Shard(history, number));
        }
        return new FeedPosition(uuid, shards);
    }

    FeedPosition with(int shard, long sequenceNumber) {
        List<Shard> changed = new ArrayList<>(shards);
        changed.set(shard, new Shard(shards.get(shard).history(), sequenceNumber));
        return new FeedPosition(uuid, changed);
    }

    long of(int shard) {
        return shards.get(shard).sequenceNumber();
    }

    String text() {
        StringBuilder text = new StringBuilder(uuid);
        shards.forEach(
                shard -> text.append(' ').append(shard.history()).append(':').append(shard.sequenceNumber()));
        return text.toString();
    }
}
