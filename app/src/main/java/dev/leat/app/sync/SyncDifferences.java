package dev.leat.app.sync;

import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Table;
import dev.leat.app.terminal.Terminal;
import dev.leat.cassandra.sync.Difference;
import dev.leat.cassandra.sync.Verification;
import dev.leat.elastic.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a comparison of both sides found, for people or programs. */
public record SyncDifferences(Map<String, Verification> pairs) {

    /** Prints it. */
    public void print(Terminal terminal, Summary.Format format) {
        switch (format) {
            case JSON -> terminal.out().println(Json.MAPPER.writeValueAsString(fields()));
            case TABLE -> printTables(terminal);
        }
    }

    private void printTables(Terminal terminal) {
        Table counts = new Table(List.of("pair", "rows", "documents", "digest of rows", "digest of docs", "different"));
        Table differences = new Table(List.of("pair", "id", "difference", "detail"));
        boolean hasSome = false;
        for (Map.Entry<String, Verification> pair : pairs.entrySet()) {
            Verification found = pair.getValue();
            counts.add(
                    pair.getKey(),
                    Quantity.count(found.table().count()),
                    Quantity.count(found.index().count()),
                    found.table().digest().text(),
                    found.index().digest().text(),
                    Quantity.count(found.different()));
            for (Difference difference : found.differences()) {
                differences.add(pair.getKey(), difference.key().id(), word(difference.kind()), difference.detail());
                hasSome = true;
            }
        }
        counts.print(terminal.out());
        if (hasSome) {
            terminal.out().println();
            differences.print(terminal.out());
        }
    }

    private Map<String, Object> fields() {
        List<Object> all = new ArrayList<>();
        for (Map.Entry<String, Verification> pair : pairs.entrySet()) {
            Verification found = pair.getValue();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("pair", pair.getKey());
            fields.put("equal", found.isEqual());
            fields.put("rows", found.table().count());
            fields.put("documents", found.index().count());
            fields.put("digest_of_rows", found.table().digest().text());
            fields.put("digest_of_documents", found.index().digest().text());
            fields.put("different", found.different());
            for (Difference.Kind kind : Difference.Kind.values()) {
                fields.put(word(kind), found.count(kind));
            }
            fields.put(
                    "differences",
                    found.differences().stream()
                            .map(difference -> Map.of(
                                    "id", difference.key().id(),
                                    "kind", word(difference.kind()),
                                    "detail", difference.detail()))
                            .toList());
            all.add(fields);
        }
        return Map.of("equal", pairs.values().stream().allMatch(Verification::isEqual), "pairs", all);
    }

    private static String word(Difference.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
