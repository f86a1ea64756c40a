package dev.leat.app.sync;

import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pairs as lines of a table; made of what programs get, wherever that came from. */
public final class SyncTable {

    private final Table table = new Table(
            List.of("pair", "table", "index", "state", "lag", "docs/s", "rows/s", "docs", "rows", "conflicts", "dead"));

    /** Adds a pair. */
    public void add(Map<String, ? extends @Nullable Object> pair) {
        table.addAll(List.of(List.of(
                text(pair, "pair"),
                text(pair, "table"),
                text(pair, "index"),
                text(pair, "state"),
                pair.get("lag_seconds") == null ? "-" : text(pair, "lag_seconds") + " s",
                text(pair, "documents_per_second"),
                text(pair, "rows_per_second"),
                Quantity.count(number(pair, "documents_written") + number(pair, "documents_deleted")),
                Quantity.count(number(pair, "rows_written") + number(pair, "rows_deleted")),
                Quantity.count(conflicts(pair)),
                Quantity.count(number(pair, "dead_letters")))));
    }

    public void print(PrintStream out) {
        table.print(out);
    }

    private static long conflicts(Map<String, ? extends @Nullable Object> pair) {
        return pair.get("conflicts") instanceof Map<?, ?> kinds
                ? kinds.values().stream().mapToLong(SyncTable::number).sum()
                : 0;
    }

    private static long number(Map<String, ? extends @Nullable Object> pair, String key) {
        return number(pair.get(key));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static String text(Map<String, ? extends @Nullable Object> pair, String key) {
        return pair.get(key) == null ? "-" : String.valueOf(pair.get(key));
    }
}
