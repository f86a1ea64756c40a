package dev.leat.app.sync;

import dev.leat.app.terminal.Summary;
import dev.leat.elastic.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of pairs on standard output.
 *
 * @param about what programs get besides
 */
public record SyncReport(
        Map<String, ? extends @Nullable Object> about, List<? extends Map<String, ? extends @Nullable Object>> pairs) {

    /** Prints it: one JSON object, or a table. */
    public void print(PrintStream out, Summary.Format format) {
        switch (format) {
            case JSON -> {
                Map<String, @Nullable Object> all = new LinkedHashMap<>(about);
                all.put("pairs", pairs);
                out.println(Json.MAPPER.writeValueAsString(all));
            }
            case TABLE -> {
                SyncTable table = new SyncTable();
                pairs.forEach(table::add);
                table.print(out);
            }
        }
    }
}
