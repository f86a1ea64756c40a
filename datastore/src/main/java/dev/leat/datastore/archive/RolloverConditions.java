package dev.leat.datastore.archive;

import dev.leat.elastic.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * When the archive goes on to a new index: as soon as one of these is met, and at once when there is none. An empty index
 * meets no condition.
 *
 * @param age of the index that is written to
 * @param documents in it
 * @param shardBytes of its largest primary shard
 */
public record RolloverConditions(
        @Nullable Duration age,
        @Nullable Long documents,
        @Nullable Long shardBytes) {

    public RolloverConditions {
        if (age != null && age.isNegative()) {
            throw new IllegalArgumentException("the age for a rollover must not be negative, but is " + age);
        }
        if ((documents != null && documents < 1) || (shardBytes != null && shardBytes < 1)) {
            throw new IllegalArgumentException("documents and shardBytes for a rollover are at least 1");
        }
    }

    /** At once. */
    public static RolloverConditions none() {
        return new RolloverConditions(null, null, null);
    }

    public static RolloverConditions after(Duration age) {
        return none().withAge(age);
    }

    public RolloverConditions withAge(Duration age) {
        return new RolloverConditions(age, documents, shardBytes);
    }

    public RolloverConditions withDocuments(long documents) {
        return new RolloverConditions(age, documents, shardBytes);
    }

    public RolloverConditions withShardBytes(long shardBytes) {
        return new RolloverConditions(age, documents, shardBytes);
    }

    boolean isEmpty() {
        return equals(none());
    }

    ObjectNode toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        if (age != null) {
            json.put("max_age", Durations.text(age));
        }
        if (documents != null) {
            json.put("max_docs", documents);
        }
        if (shardBytes != null) {
            json.put("max_primary_shard_size", shardBytes + "b");
        }
        json.put("min_docs", 1);
        return json;
    }
}
