package dev.leat.elastic.scan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Adds up what was read of the shards that were cut into pieces, and holds it against their counts. Thread-safe. */
final class Tally {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> readByShard = new HashMap<>();

    /** Notes a slice that was read to its end. */
    void add(SliceReader reader) {
        lock.lock();
        try {
            List<SlicePart> parts = reader.slice().parts();
            for (int part = 0; part < parts.size(); part++) {
                readByShard.merge(parts.get(part).where(), reader.read(part), Long::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Requires that all slices together brought every document, once. */
    void requireAll(List<Slice> slices, Map<String, Long> documentsByShard) {
        lock.lock();
        try {
            for (Slice slice : slices) {
                for (SlicePart part : slice.parts()) {
                    long expected = Math.min(part.limit(), documentsByShard.getOrDefault(part.where(), 0L));
                    long read = readByShard.getOrDefault(part.where(), 0L);
                    if (read != expected) {
                        throw PageReader.incomplete(part, expected, read);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
