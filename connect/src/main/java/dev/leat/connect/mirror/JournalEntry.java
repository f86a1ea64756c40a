package dev.leat.connect.mirror;

import dev.leat.connect.Checkpoint;
import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One line of the journal: a checksum, a space, and JSON. */
sealed interface JournalEntry {

    /** The beginning of a run or of one more attempt. */
    record Begun(RunHeader header) implements JournalEntry {}

    /** The state that a scope has reached. */
    record Reached(ScopeState state) implements JournalEntry {}

    /** The line, newline included. */
    default byte[] toLine() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        switch (this) {
            case Begun(RunHeader header) -> write(header, json);
            case Reached(ScopeState state) -> write(state, json);
        }
        String text = json.toString();
        return "%08x %s\n".formatted(checksum(text), text).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a line without its newline; empty when it is torn or damaged. */
    static Optional<JournalEntry> parse(String line) {
        if (line.length() < 10 || line.charAt(8) != ' ') {
            return Optional.empty();
        }
        String text = line.substring(9);
        if (!line.startsWith("%08x".formatted(checksum(text)))) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.MAPPER.readTree(text);
            return Optional.of(json.has("run") ? new Begun(header(json)) : new Reached(state(json)));
        } catch (JacksonException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static long checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static void write(RunHeader header, ObjectNode json) {
        json.put("run", header.run().toString());
        json.put("source", header.source());
        json.put("index", header.index());
        json.put("index_uuid", header.indexUuid());
        json.put("table", header.table().toString());
        json.put("attempt", header.attempt());
        json.put("started", header.startedMillis());
        json.put("table_lost", header.tableLost());
        if (header.cursor() != null) {
            json.put("cursor", header.cursor());
        }
    }

    private static RunHeader header(JsonNode json) {
        return new RunHeader(
                UUID.fromString(json.required("run").asString()),
                json.required("source").asString(),
                json.required("index").asString(),
                json.required("index_uuid").asString(),
                UUID.fromString(json.required("table").asString()),
                json.required("attempt").asInt(),
                json.required("started").asLong(),
                json.required("table_lost").asInt(),
                json.has("cursor") ? json.path("cursor").asString() : null);
    }

    private static void write(ScopeState state, ObjectNode json) {
        json.put("scope", state.number());
        json.put("name", state.name());
        json.put("phase", state.phase().name());
        json.put("checkpoint", state.checkpoint().value());
        ArrayNode marks = json.putArray("marks");
        for (ScopeState.Range range : state.marks()) {
            marks.addArray().add(range.first()).add(range.last());
        }
        Counts counts = state.counts();
        ArrayNode numbers = json.putArray("counts");
        numbers.add(counts.read()).add(counts.created()).add(counts.updated()).add(counts.unchanged());
        numbers.add(counts.skipped())
                .add(counts.rejected())
                .add(counts.failed())
                .add(counts.duplicates());
        numbers.add(counts.bytes()).add(counts.filtered());
    }

    private static ScopeState state(JsonNode json) {
        List<ScopeState.Range> marks = new ArrayList<>();
        for (JsonNode range : json.required("marks")) {
            marks.add(new ScopeState.Range(
                    range.required(0).asLong(), range.required(1).asLong()));
        }
        JsonNode numbers = json.required("counts");
        return new ScopeState(
                json.required("scope").asInt(),
                json.required("name").asString(),
                ScopeState.Phase.valueOf(json.required("phase").asString()),
                new Checkpoint(json.required("checkpoint").asString()),
                marks,
                new Counts(
                        number(numbers, 0),
                        number(numbers, 9),
                        number(numbers, 1),
                        number(numbers, 2),
                        number(numbers, 3),
                        0,
                        number(numbers, 4),
                        number(numbers, 5),
                        number(numbers, 6),
                        number(numbers, 7),
                        number(numbers, 8)));
    }

    private static long number(JsonNode numbers, int index) {
        return numbers.path(index).asLong(0);
    }
}
