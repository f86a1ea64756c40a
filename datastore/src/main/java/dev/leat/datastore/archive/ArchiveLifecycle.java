package dev.leat.datastore.archive;

import dev.leat.elastic.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the archive of a collection grows and ages.
 *
 * @param rollover when documents go to a new index; at least one condition
 * @param deleteAfter how long after that an index is deleted with all that is in it; null for never
 */
public record ArchiveLifecycle(
        RolloverConditions rollover, @Nullable Duration deleteAfter) {

    public ArchiveLifecycle {
        if (rollover.isEmpty()) {
            throw new IllegalArgumentException("a lifecycle needs a condition for the rollover, such as an age");
        }
        if (deleteAfter != null && !deleteAfter.isPositive()) {
            throw new IllegalArgumentException("deleteAfter must be positive, but is " + deleteAfter);
        }
    }

    public static ArchiveLifecycle of(RolloverConditions rollover) {
        return new ArchiveLifecycle(rollover, null);
    }

    public ArchiveLifecycle withDeleteAfter(Duration age) {
        return new ArchiveLifecycle(rollover, age);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        ObjectNode phases = json.putObject("policy").putObject("phases");
        phases.putObject("hot").putObject("actions").set("rollover", rollover.toJson());
        if (deleteAfter != null) {
            phases.putObject("delete")
                    .put("min_age", Durations.text(deleteAfter))
                    .putObject("actions")
                    .putObject("delete");
        }
        return json;
    }
}
