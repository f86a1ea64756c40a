package dev.leat.datastore.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A collection as it is in the cluster.
 *
 * @param index what its alias points at; with commas between when it points at several; null when there is no alias
 * @param documents in that index; null when they cannot be counted now
 * @param bytes that the index takes on all nodes; null when that cannot be told now
 * @param shards of the index; 0 when there is none or it is foreign
 * @param replicas of each shard at the moment
 * @param autoReplicas whether Elasticsearch chooses the number of replicas by the number of nodes
 * @param recorded the schema that the index records of itself; null when it is foreign
 * @param pending a migration that has not ended; null when there is none
 * @param archived documents in its archive; null when it has none, or they cannot be counted now
 * @param others its indices besides the one in use: kept for a way back, or the target of a migration
 */
public record CollectionState(
        String collection,
        @Nullable String index,
        Kind kind,
        @Nullable Long documents,
        @Nullable Long bytes,
        int shards,
        int replicas,
        boolean autoReplicas,
        @Nullable Schema recorded,
        @Nullable PendingMigration pending,
        @Nullable Long archived,
        List<String> others) {

    /** How an index stands to the schema that it records. */
    public enum Kind {
        /** In line with it. */
        CURRENT,
        /** Changed by somebody else since. */
        DIFFERS,
        /** Not made by a datastore under that name: nothing here changes or removes it. */
        FOREIGN,
        /** There are indices of the collection, but its alias is gone. */
        DETACHED
    }

    public CollectionState {
        others = List.copyOf(others);
    }
}
