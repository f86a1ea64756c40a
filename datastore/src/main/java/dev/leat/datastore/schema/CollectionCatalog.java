package dev.leat.datastore.schema;

import dev.leat.datastore.schema.CollectionState.Kind;
import dev.leat.datastore.schema.IndexAdmin.LiveIndex;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The collections that a cluster holds, known by the schemas that their indices record: for administration without the
 * classes of the documents. Thread-safe; blocks.
 */
public final class CollectionCatalog {

    private static final Pattern ARCHIVE = Pattern.compile("-archive-\\d{6,9}");

    private final Cluster cluster;
    private final LeaseLock lock;
    private final ControlDocuments control;

    public CollectionCatalog(Cluster cluster) {
        this.cluster = cluster;
        this.lock = new LeaseLock(cluster, LeaseLock.LIFETIME);
        this.control = new ControlDocuments(cluster);
    }

    /** The names of all collections, and of indices that record a collection's schema without being one of it. */
    public Set<String> names() {
        return names(survey("*"));
    }

    /** All collections by name, and all indices that record a collection's schema without being one of it. */
    public List<CollectionState> list() {
        Map<String, JsonNode> indices = survey("*");
        return names(indices).stream()
                .flatMap(name -> state(name, indices).stream())
                .toList();
    }

    /**
     * What is there under a name; empty when there is nothing.
     *
     * @throws ConfigException when no collection can have that name
     */
    public Optional<CollectionState> find(String collection) {
        String name = Request.segment(Generation.requireName(collection));
        return state(collection, survey(name + "," + name + "-g*," + name + "-archive-*"));
    }

    /**
     * Brings a migration that was broken off to the end that it was heading for, whatever its schema.
     *
     * @return how it ended; empty when there was none
     */
    public Optional<MigrationEnd> resume(String collection, Progress progress) {
        Generation.requireName(collection);
        try (Lease lease = lock.acquire(collection)) {
            Migration migration = migration(collection, lease, progress);
            MigrationStep last = migration.last();
            return last == null || last.isEnd()
                    ? Optional.empty()
                    : Optional.of(MigrationEnd.of(migration.complete(last)));
        }
    }

    /**
     * Takes back a migration that was broken off, so that writers go on where they were. One that has come to its new index
     * already, or is on the way back, is brought to its end.
     *
     * @return how it ended; empty when there was none
     */
    public Optional<MigrationEnd> takeBack(String collection) {
        Generation.requireName(collection);
        try (Lease lease = lock.acquire(collection)) {
            Migration migration = migration(collection, lease, Progress.none());
            MigrationStep last = migration.last();
            return last == null || last.isEnd()
                    ? Optional.empty()
                    : Optional.of(MigrationEnd.of(migration.takeBack(last)));
        }
    }

    private Migration migration(String collection, Lease lease, Progress progress) {
        return new Migration(
                new IndexAdmin(cluster, collection),
                control,
                new GenerationCopy(cluster, progress),
                collection,
                lease,
                moment -> {});
    }

    /** Indices by name, with their aliases and the collection that they record. */
    private Map<String, JsonNode> survey(String expression) {
        JsonNode found = cluster.perform(Request.read("GET", "/" + expression)
                        .withParameter("expand_wildcards", "open,closed")
                        .withParameter("ignore_unavailable", "true")
                        .withParameter("allow_no_indices", "true")
                        .withParameter(
                                "filter_path",
                                "*.settings.index.uuid,*.aliases,*.mappings._meta.leat.schema.collection"))
                .json();
        Map<String, JsonNode> indices = new LinkedHashMap<>();
        found.properties().forEach(index -> indices.put(index.getKey(), index.getValue()));
        return indices;
    }

    private static Set<String> names(Map<String, JsonNode> indices) {
        Set<String> names = new TreeSet<>();
        indices.forEach((index, json) -> {
            String collection = IndexAdmin.recordedCollection(json);
            if (!collection.isEmpty()) {
                names.add(isGeneration(collection, index) || isArchive(collection, index) ? collection : index);
            }
        });
        return names;
    }

    private static boolean isGeneration(String collection, String index) {
        return Generation.isName(collection)
                && Generation.find(collection, index).isPresent();
    }

    /** The indices of an archive record the schema of the collection whose documents they hold. */
    private static boolean isArchive(String collection, String index) {
        return Generation.isName(collection)
                && index.startsWith(collection)
                && ARCHIVE.matcher(index.substring(collection.length())).matches();
    }

    private Optional<CollectionState> state(String name, Map<String, JsonNode> indices) {
        List<String> targets = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> archive = new ArrayList<>();
        String sole = null;
        for (Map.Entry<String, JsonNode> index : indices.entrySet()) {
            boolean isOwn =
                    IndexAdmin.recordedCollection(index.getValue()).equals(name) && isGeneration(name, index.getKey());
            if (index.getKey().equals(name) || index.getValue().path("aliases").has(name)) {
                targets.add(index.getKey());
                sole = isOwn ? index.getKey() : null;
            } else if (isOwn) {
                others.add(index.getKey());
            } else if (isArchive(name, index.getKey())
                    && IndexAdmin.recordedCollection(index.getValue()).equals(name)) {
                archive.add(index.getKey());
            }
        }
        if (targets.isEmpty() && others.isEmpty() && archive.isEmpty()) {
            return Optional.empty();
        }
        others.sort(null);
        Rest rest = new Rest(pending(name), archived(archive), others);
        if (targets.size() == 1 && sole != null) {
            return Optional.of(state(name, sole, rest));
        }
        String index = targets.isEmpty() ? null : String.join(",", targets);
        return Optional.of(foreign(name, index, rest));
    }

    private @Nullable PendingMigration pending(String name) {
        ControlDocuments.Entry entry = control.find(Migration.stateId(name));
        if (entry == null) {
            return null;
        }
        MigrationStep step = MigrationStep.parse(entry.json());
        return step.isEnd() ? null : PendingMigration.of(step);
    }

    /** What a collection has besides the index in use. */
    private record Rest(
            @Nullable PendingMigration pending, @Nullable Long archived, List<String> others) {}

    private @Nullable Long archived(List<String> archive) {
        return archive.isEmpty() ? null : documents(String.join(",", archive));
    }

    private CollectionState state(String name, String index, Rest rest) {
        Response response = cluster.perform(
                Request.read("GET", "/" + Request.segment(index)).expecting(404));
        JsonNode json = response.json().path(index);
        LiveIndex live = new LiveIndex(index, json.path("mappings"), json.path("settings"));
        Schema recorded = recorded(live);
        if (response.status() == 404 || recorded == null) {
            return foreign(name, response.status() == 404 ? null : index, rest);
        }
        boolean isCurrent = SchemaPlan.of(live, recorded).isEmpty();
        JsonNode settings = live.settings().path("index");
        return new CollectionState(
                name,
                index,
                isCurrent ? Kind.CURRENT : Kind.DIFFERS,
                documents(index),
                bytes(index),
                live.shards(),
                settings.path("number_of_replicas").asInt(1),
                !settings.path("auto_expand_replicas").asString("false").equals("false"),
                recorded,
                rest.pending(),
                rest.archived(),
                rest.others());
    }

    private CollectionState foreign(String name, @Nullable String index, Rest rest) {
        String one = index != null && !index.contains(",") ? index : null;
        return new CollectionState(
                name,
                index,
                index == null ? Kind.DETACHED : Kind.FOREIGN,
                one == null ? null : documents(one),
                one == null ? null : bytes(one),
                0,
                0,
                false,
                null,
                rest.pending(),
                rest.archived(),
                rest.others());
    }

    /** Null when somebody has tampered with it. */
    private static @Nullable Schema recorded(LiveIndex live) {
        try {
            return Schema.recorded(live.mappings()).orElse(null);
        } catch (ConfigException unreadable) {
            return null;
        }
    }

    /** By a search, which counts documents as users do, and not the parts of which they consist in the index. */
    private @Nullable Long documents(String indices) {
        // A closed index and one without its shards are no reason to show nothing at all.
        Response response = cluster.perform(
                Request.read("GET", "/" + Request.segment(indices) + "/_count").expecting(400, 404, 503));
        JsonNode json = response.json();
        return response.isSuccess() && json.path("_shards").path("failed").asInt(0) == 0
                ? (Long) json.path("count").asLong()
                : null;
    }

    private @Nullable Long bytes(String index) {
        JsonNode size = cluster.perform(Request.read("GET", "/" + Request.segment(index) + "/_stats/store")
                        .withParameter("filter_path", "_all.total.store.size_in_bytes")
                        .expecting(400, 404))
                .json()
                .path("_all")
                .path("total")
                .path("store")
                .path("size_in_bytes");
        return size.isNumber() ? (Long) size.asLong() : null;
    }
}
