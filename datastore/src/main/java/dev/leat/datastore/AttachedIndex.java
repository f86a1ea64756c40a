package dev.leat.datastore;

import dev.leat.datastore.document.MissingCollectionException;
import dev.leat.datastore.document.VersionToken;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.List;

/**
 * Where an attached collection is: an alias, and the one index of somebody else's behind it, which may become another.
 * Thread-safe; blocks.
 */
final class AttachedIndex {

    private final Cluster cluster;
    private final String alias;

    private AttachedIndex(Cluster cluster, String alias) {
        this.cluster = cluster;
        this.alias = alias;
    }

    static AttachedIndex resolve(Cluster cluster, String aliasOrIndex) {
        String index = only(cluster, aliasOrIndex);
        String own = VersionToken.ownAlias(index);
        // Who may not do so may still read; a conditional write tries again, and then says what is missing.
        cluster.perform(VersionToken.ownAliasRequest(index).expecting(403));
        return new AttachedIndex(cluster, index.equals(aliasOrIndex) ? own : aliasOrIndex);
    }

    private static String only(Cluster cluster, String aliasOrIndex) {
        Response response = cluster.perform(Request.read("GET", "/" + Request.segment(aliasOrIndex) + "/_alias")
                .expecting(404));
        if (response.status() == 404) {
            throw new MissingCollectionException(aliasOrIndex);
        }
        List<String> indices = response.json().propertyNames().stream().sorted().toList();
        if (indices.size() != 1) {
            throw new ConfigException(
                    "collection",
                    "'" + aliasOrIndex + "' leads to " + indices.size() + " indices, " + String.join(", ", indices)
                            + "; attach one of them");
        }
        return indices.getFirst();
    }

    /** The name by which documents are written. */
    String alias() {
        return alias;
    }

    /** Whether a version is one of a document here: asked each time, as the alias is not ours. */
    boolean holds(VersionToken version) {
        return version.index().equals(only(cluster, alias));
    }
}
