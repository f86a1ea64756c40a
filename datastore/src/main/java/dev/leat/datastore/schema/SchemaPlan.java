package dev.leat.datastore.schema;

import dev.leat.datastore.schema.IndexAdmin.LiveIndex;
import dev.leat.datastore.schema.PlanLine.Kind;
import dev.leat.elastic.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
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

    /** How an index differs from a schema. */
    static SchemaPlan of(LiveIndex live, Schema schema) {
        List<PlanLine> lines = new ArrayList<>(MappingDiff.between(live.mappings(), schema.mapping()));
        if (live.shards() != schema.layout().shards()) {
            String message = live.shards() + " -> " + schema.layout().shards();
            lines.add(new PlanLine(Kind.SETTING, "(shards)", message, Cost.NEEDS_REINDEX));
        }
        String before = replicas(live.settings().path("index"));
        String after = replicas(schema.replicaSettings());
        if (!before.equals(after)) {
            lines.add(new PlanLine(Kind.SETTING, "(replicas)", before + " -> " + after, Cost.FREE));
        }
        return new SchemaPlan(schema.collection(), live.name(), lines);
    }

    private static String replicas(JsonNode settings) {
        String range = settings.path("auto_expand_replicas").asString("false");
        return range.equals("false") ? settings.path("number_of_replicas").asString("1") : range;
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The dearest line's cost. */
    public Cost cost() {
        return lines.stream().map(PlanLine::cost).max(Comparator.naturalOrder()).orElse(Cost.FREE);
    }

    /** What can be added to the live index. */
    List<PlanLine> additions() {
        return lines.stream()
                .filter(line -> line.kind() == Kind.ADDED || line.kind() == Kind.CHANGED)
                .filter(line -> line.cost() == Cost.FREE)
                .toList();
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
