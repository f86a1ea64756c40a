package dev.leat.datastore.schema;

import org.jspecify.annotations.Nullable;

/**
 * Into how many parts the index of a collection is cut, and how often each is kept.
 *
 * @param shards primary shards
 * @param replicas copies besides the primary; null for one where the cluster has a second node for it, else none
 */
public record Layout(int shards, @Nullable Integer replicas) {

    public Layout {
        if (shards < 1 || shards > 1024) {
            throw new IllegalArgumentException("shards must be from 1 to 1024 and not " + shards);
        }
        if (replicas != null && replicas < 0) {
            throw new IllegalArgumentException("replicas must not be negative, but is " + replicas);
        }
    }

    /** One shard, which is right up to some tens of gigabytes, with one replica where there is room for it. */
    public static Layout standard() {
        return new Layout(1, null);
    }

    public Layout withShards(int shards) {
        return new Layout(shards, replicas);
    }

    public Layout withReplicas(int replicas) {
        return new Layout(shards, replicas);
    }
}
