package dev.leat.connect.mirror;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Collects the first few remarks of each kind. Thread-safe. */
final class Remarks {

    private static final int MAX_PER_KIND = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Remark.Kind, List<Remark>> kept = new EnumMap<>(Remark.Kind.class);

    void add(Remark.Kind kind, String scope, String id, String reason) {
        lock.lock();
        try {
            List<Remark> remarks = kept.computeIfAbsent(kind, unused -> new ArrayList<>());
            if (remarks.size() < MAX_PER_KIND) {
                remarks.add(new Remark(kind, scope, id, reason));
            }
        } finally {
            lock.unlock();
        }
    }

    List<Remark> all() {
        lock.lock();
        try {
            return kept.values().stream().flatMap(List::stream).toList();
        } finally {
            lock.unlock();
        }
    }
}
