package dev.leat.cassandra.table;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a scan has come: what is left of the ranges that were begun, and the token that no range has been begun after.
 * Used by one thread. Its text is short however large the table is.
 */
final class ScanPosition {
    /** A stretch of the ring, the first token excluded, the last one included. */
    record Range(long after, long last) {}

    private final TreeMap<Long, Long> begun = new TreeMap<>();
    private long nextAfter;

    private ScanPosition(long nextAfter) {
        this.nextAfter = nextAfter;
    }

    static ScanPosition beginning() {
        return new ScanPosition(Long.MIN_VALUE);
    }

    static ScanPosition parse(String text) {
        String[] parts = text.split(";", -1);
        ScanPosition position = new ScanPosition(Long.parseLong(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            String[] range = parts[i].split(":", 2);
            position.begun.put(Long.parseLong(range[1]), Long.parseLong(range[0]));
        }
        return position;
    }

    /** What has to be read, in the order of the ring, no stretch longer than one between two of those boundaries. */
    List<Range> left(List<Long> boundaries) {
        List<Range> left = new ArrayList<>();
        begun.forEach((last, after) -> {
            if (after < last) {
                left.add(new Range(after, last));
            }
        });
        long after = nextAfter;
        for (long boundary : boundaries) {
            if (boundary > after) {
                left.add(new Range(after, boundary));
                after = boundary;
            }
        }
        if (after < Long.MAX_VALUE) {
            left.add(new Range(after, Long.MAX_VALUE));
        }
        return left;
    }

    /** Notes that the ranges up to this one have been begun. */
    void begin(Range range) {
        begun.putIfAbsent(range.last(), range.after());
        nextAfter = Math.max(nextAfter, range.last());
    }

    /** Notes that all rows of a range up to a token, that one included, have been handed over. */
    void done(Range range, long upTo) {
        if (upTo >= range.last()) {
            begun.remove(range.last());
        } else {
            begun.put(range.last(), upTo);
        }
    }

    @Override
    public String toString() {
        return nextAfter
                + begun.entrySet().stream()
                        .map(entry -> ";" + entry.getValue() + ":" + entry.getKey())
                        .collect(Collectors.joining());
    }
}
