package dev.leat.cassandra.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row as Cassandra keeps it: every cell for itself, the newest timestamp wins; of two with the same, the delete wins,
 * then the larger value. A column whose name begins with {@code list} is a non-frozen list: writing one deletes what is
 * older and adds elements, so that the same write twice doubles it, and two at one timestamp join; nulling one deletes what
 * is older, and not what was written at the same timestamp.
 */
final class RowModel {

    static final long FOREVER = Long.MAX_VALUE;

    private record Cell(@Nullable String value, long timestamp, long expires) {

        boolean isLive(long deleted, long now) {
            return value != null && timestamp > deleted && expires > now;
        }

        Cell merge(Cell other) {
            if (timestamp != other.timestamp) {
                return timestamp > other.timestamp ? this : other;
            }
            if (value == null || other.value == null) {
                return value == null ? this : other;
            }
            return value.compareTo(other.value) >= 0 ? this : other;
        }
    }

    private static final class ListCells {
        private long deleted = Long.MIN_VALUE;
        private final List<Cell> elements = new ArrayList<>();
    }

    private final SortedMap<String, Cell> cells = new TreeMap<>();
    private final SortedMap<String, ListCells> lists = new TreeMap<>();
    private Cell marker = new Cell(null, Long.MIN_VALUE, FOREVER);
    private long deleted = Long.MIN_VALUE;

    void mark(long timestamp, long expires) {
        marker = marker.merge(new Cell("", timestamp, expires));
    }

    /** Sets a column, or nulls it. */
    void set(String column, @Nullable String value, long timestamp, long expires) {
        if (!column.startsWith("list")) {
            cells.merge(column, new Cell(value, timestamp, expires), Cell::merge);
            return;
        }
        ListCells list = lists.computeIfAbsent(column, any -> new ListCells());
        list.deleted = Math.max(list.deleted, timestamp - 1);
        if (value != null) {
            for (String element : value.substring(1, value.length() - 1).split(",", -1)) {
                list.elements.add(new Cell(element, timestamp, expires));
            }
        }
    }

    void delete(long timestamp) {
        deleted = Math.max(deleted, timestamp);
    }

    RowState read(long now) {
        Map<String, String> values = new TreeMap<>();
        long newest = Long.MIN_VALUE;
        for (Map.Entry<String, Cell> column : cells.entrySet()) {
            Cell cell = column.getValue();
            if (cell.value() != null && cell.isLive(deleted, now)) {
                values.put(column.getKey(), cell.value());
                newest = Math.max(newest, cell.timestamp());
            }
        }
        for (Map.Entry<String, ListCells> column : lists.entrySet()) {
            List<Cell> live = live(column.getValue(), now);
            if (!live.isEmpty()) {
                values.put(column.getKey(), live.stream().map(Cell::value).collect(Collectors.joining(",", "[", "]")));
                newest = Math.max(
                        newest, live.stream().mapToLong(Cell::timestamp).max().orElseThrow());
            }
        }
        if (values.isEmpty()) {
            return marker.isLive(deleted, now) ? new RowState.Present(Content.EMPTY, null) : new RowState.Absent();
        }
        return new RowState.Present(Content.of(values), newest);
    }

    private List<Cell> live(ListCells list, long now) {
        long hidden = Math.max(deleted, list.deleted);
        return list.elements.stream()
                .filter(element -> element.isLive(hidden, now))
                .sorted(Comparator.comparingLong(Cell::timestamp))
                .toList();
    }

    static List<String> columns() {
        return Arrays.asList("a", "b", "list", "v");
    }
}
