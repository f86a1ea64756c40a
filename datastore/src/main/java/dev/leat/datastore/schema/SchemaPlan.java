package dev.leat.datastore.schema;

import dev.leat.elastic.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What it would take to bring a collection in line with its schema. Nothing is changed by making one.
 *
 * @param index the current generation's index; null when the collection is not there
 * @param lines none when all is well
 */
public record SchemaPlan(String collection, @Nullable String index, List<PlanLine> lines) {

    public SchemaPlan {
        lines = List.copyOf(lines);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The dearest line's cost. */
    public Cost cost() {
        return lines.stream().map(PlanLine::cost).max(Comparator.naturalOrder()).orElse(Cost.FREE);
    }

    List<PlanLine> obstacles() {
        return lines.stream().filter(PlanLine::isObstacle).toList();
    }

    /** For programs: the same as {@link #toString()}. */
    public byte[] toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("collection", collection);
        json.put("index", index);
        ArrayNode changes = json.putArray("changes");
        for (PlanLine line : lines) {
            changes.addObject()
                    .put("kind", line.kind().name().toLowerCase(Locale.ROOT))
                    .put("path", line.path())
                    .put("message", line.message())
                    .put("cost", line.cost().name().toLowerCase(Locale.ROOT));
        }
        return Json.MAPPER.writeValueAsBytes(json);
    }

    /** For people: a line for the collection and one for each difference. */
    @Override
    public String toString() {
        String head = collection + (index == null ? "" : " (" + index + ")");
        return lines.isEmpty()
                ? head + ": in line with its schema"
                : head + ":\n" + lines.stream().map(line -> "  " + line).collect(Collectors.joining("\n"));
    }
}
