package dev.leat.app.parquet;

import dev.leat.elastic.Json;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.scan.Hit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Makes rows of documents. Thread-safe. */
final class RowReader {

    private final Node root;
    private final int nodes;
    private final OnMismatch onMismatch;
    private final Consumer<String> leftOut;

    /** @param leftOut hears of fields that have no column */
    RowReader(List<Column> columns, OnMismatch onMismatch, Consumer<String> leftOut) {
        this.root = Node.of(columns);
        this.nodes = count(columns) + 1;
        this.onMismatch = onMismatch;
        this.leftOut = leftOut;
    }

    private static int count(List<Column> columns) {
        return columns.stream().mapToInt(column -> 1 + count(column.fields())).sum();
    }

    /** @throws RejectedException when a value does not fit, unless it is to be put elsewhere */
    Row read(Hit hit) {
        return read(hit.index(), hit.id(), hit.routing(), SourceLine.of(hit));
    }

    /** @throws RejectedException when a value does not fit, unless it is to be put elsewhere */
    Row read(String index, String id, @Nullable String routing, byte[] source) {
        Mismatches mismatches = new Mismatches(onMismatch, index, id);
        try (JsonParser parser = Json.MAPPER.createParser(source)) {
            parser.nextToken();
            DocumentReading reading = new DocumentReading(parser, source, new int[nodes], mismatches, leftOut);
            return new Row(index, id, routing, reading.read(root), mismatches.json());
        } catch (JacksonException e) {
            throw new RejectedException(
                    200,
                    "unreadable_document",
                    "document '" + id + "' of index '" + index + "' cannot be read: " + e.getOriginalMessage());
        }
    }
}
