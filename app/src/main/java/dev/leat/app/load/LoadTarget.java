package dev.leat.app.load;

import dev.leat.app.file.Sha256;
import dev.leat.app.schema.IndexSchema;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The index that is loaded into: made when it is not there, never by Elasticsearch on its own. */
public final class LoadTarget {

    private final Cluster cluster;
    private final Indices indices;
    private final String index;

    public LoadTarget(Cluster cluster, String index) {
        if (index.contains("*") || index.contains(",")) {
            throw new ConfigException("INDEX", "'" + index + "' is no single index; a load goes into one");
        }
        this.cluster = cluster;
        this.indices = new Indices(cluster);
        this.index = index;
    }

    /**
     * Makes the index unless it is there.
     *
     * @param schema what to make it from
     * @param shared aliases that other indices of the same load were made with, which this one may have too
     * @param notes hears what a person should know
     * @return the aliases that it was made with
     */
    public Set<String> create(Optional<IndexSchema> schema, Set<String> shared, Consumer<String> notes) {
        if (indices.exists(index)) {
            if (schema.isPresent()) {
                notes.accept("Index " + index + " is there already; the schema is not applied");
            }
            return Set.of();
        }
        IndexSchema wanted = schema.orElseGet(IndexSchema::empty);
        for (String alias : wanted.aliases()) {
            if (alias.equals(index) || (!shared.contains(alias) && indices.exists(alias))) {
                notes.accept("The alias " + alias + " of the schema is left out: that name is taken");
                wanted = wanted.withoutAlias(alias);
            }
        }
        indices.createIfAbsent(index, wanted.body().toString());
        return Set.copyOf(wanted.aliases());
    }

    /**
     * Requires that the index is there.
     *
     * @throws ConfigException when it is not
     */
    public void requirePresent() {
        if (!indices.exists(index)) {
            throw new ConfigException(
                    "INDEX", "'" + index + "' is not there, and nothing says how to make it; create it first");
        }
    }

    /**
     * Requires that the cluster has an ingest pipeline, as far as it may be asked: without one it would refuse every
     * document.
     *
     * @throws ConfigException when it has not
     */
    public void requirePipeline(String pipeline) {
        Request request = Request.read("GET", "/_ingest/pipeline/" + Request.segment(pipeline))
                .expecting(403, 404);
        if (cluster.perform(request).status() == 404) {
            throw new ConfigException(
                    "--pipeline", "the cluster has no ingest pipeline '" + pipeline + "'; create it first");
        }
    }

    /** Makes what was loaded visible to searches. */
    public void refresh() {
        indices.refresh(index);
    }

    /**
     * A place for what loads into these very indices have to remember: another once one is deleted and made again.
     *
     * @param targets at least one, of one cluster
     */
    public static Path stateFolder(Path cache, List<LoadTarget> targets) {
        TreeSet<String> ids = new TreeSet<>();
        targets.forEach(target -> ids.addAll(target.uuids()));
        String all = String.join("-", ids);
        // Many make a name that no file may have.
        String name = ids.size() <= 2
                ? all
                : HexFormat.of().formatHex(Sha256.digest().digest(all.getBytes(StandardCharsets.UTF_8)));
        return cache.resolve("load").resolve(targets.getFirst().cluster.info().clusterUuid() + "-" + name);
    }

    private Set<String> uuids() {
        JsonNode found = cluster.perform(Request.read("GET", "/" + Request.segment(index) + "/_settings")
                        .withParameter("filter_path", "*.settings.index.uuid"))
                .json();
        Set<String> ids = new TreeSet<>();
        found.values()
                .forEach(one ->
                        ids.add(one.path("settings").path("index").path("uuid").asString("")));
        return ids;
    }
}
