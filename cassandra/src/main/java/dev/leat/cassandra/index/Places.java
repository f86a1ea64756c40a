package dev.leat.cassandra.index;

import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Knows which index a name stands for. It gives that index an alias that says its UUID ({@code leat-sync-guard-…}) and
 * sends requests there, since Elasticsearch makes an index for any write to a name that nobody has. A user who may not add
 * aliases cannot make indices either, in most cases; the name is used then. Thread-safe.
 */
final class Places {

    private static final Logger LOG = LoggerFactory.getLogger(Places.class);
    private static final String GUARD = "leat-sync-guard-";

    private final Cluster cluster;
    private final TableShape shape;
    private final IndexSettings settings;
    private final IndexFields fields;
    private final AtomicReference<@Nullable Place> current = new AtomicReference<>();

    Places(Cluster cluster, TableShape shape, IndexSettings settings) {
        this.cluster = cluster;
        this.shape = shape;
        this.settings = settings;
        this.fields = new IndexFields(cluster, settings);
    }

    /** Makes the index when it is missing and may be made, and looks it up. */
    void open() {
        if (settings.access() == Access.READ_WRITE) {
            create();
        }
        adopt();
    }

    private void create() {
        try {
            new Indices(cluster).createIfAbsent(settings.index(), fields.creation(shape));
        } catch (RejectedException e) {
            if (e.status() != 400) {
                throw e;
            }
            throw new ConfigException(
                    "index",
                    "the index '" + settings.index() + "' cannot be made: " + e.getMessage()
                            + "; correct its name, or the section mapping");
        }
    }

    /** The index as it was looked up last; empty when it is missing and may not be made. */
    Optional<Place> current() {
        return Optional.ofNullable(current.get());
    }

    /**
     * The index as it is now.
     *
     * @throws IndexMissingException if there is none, and there was or was to be one
     * @throws UnavailableException if another one has taken the name, until it is {@link #adopt}ed
     */
    Optional<Place> lookUp() {
        Place known = current.get();
        Optional<Place> found = found();
        if (known != null && found.isPresent() && !found.get().uuid().equals(known.uuid())) {
            throw new UnavailableException(
                    "the index '" + settings.index()
                            + "' was replaced by another of its name; the next cycle begins anew with that",
                    null);
        }
        current.set(found.orElse(null));
        return found;
    }

    /**
     * The index as it is now, whichever has the name: requests go there from now on.
     *
     * @throws IndexMissingException if there is none, and there was or was to be one
     * @throws ConfigException if it does not give back what it is given
     */
    Optional<Place> adopt() {
        Place known = current.get();
        Optional<Place> found = found();
        if (found.isPresent() && (known == null || !found.get().uuid().equals(known.uuid()))) {
            fields.adapt(shape);
        }
        current.set(found.orElse(null));
        return found;
    }

    private Optional<Place> found() {
        Optional<Place> found = find();
        if (found.isEmpty() && (current.get() != null || settings.access() == Access.READ_WRITE)) {
            throw missing();
        }
        return found;
    }

    /** What to throw when a request did not find the index: that it is missing or another one, or had lost its alias. */
    RuntimeException lost(IndexMissingException e) {
        Place place = lookUp().orElse(null);
        if (place == null || !place.isGuarded()) {
            return e;
        }
        guard(place.name(), place.address());
        return new UnavailableException(
                "the index '" + settings.index() + "' had lost its alias " + place.address()
                        + ", which is there again now; the next cycle goes on",
                e);
    }

    private IndexMissingException missing() {
        return new IndexMissingException(
                settings.index(), "restore it, or start the sync again to have it made anew and filled from the table");
    }

    private Optional<Place> find() {
        Request request = Request.read("GET", "/" + Request.segment(settings.index()) + "/_settings")
                .withParameter("filter_path", "*.settings.index.uuid,*.settings.index.number_of_shards")
                .expecting(404);
        Response response = cluster.perform(request);
        if (!response.isSuccess()) {
            return Optional.empty();
        }
        JsonNode found = response.json();
        if (found.isEmpty()) {
            throw new ConfigException("index", "'" + settings.index() + "' is no name of an index; correct it");
        }
        if (found.size() != 1) {
            throw new ConfigException(
                    "index",
                    "the name '" + settings.index() + "' stands for " + found.size()
                            + " indices; a sync pair has one, so name that");
        }
        Map.Entry<String, JsonNode> index = found.properties().iterator().next();
        JsonNode values = index.getValue().path("settings").path("index");
        return Optional.of(place(
                index.getKey(),
                values.path("uuid").asString(),
                Integer.parseInt(values.path("number_of_shards").asString("1"))));
    }

    private Place place(String name, String uuid, int shards) {
        Place known = current.get();
        if (known != null && known.uuid().equals(uuid)) {
            return known;
        }
        boolean isGuarded = settings.access() == Access.READ_WRITE && guard(name, GUARD + uuid);
        return new Place(isGuarded ? GUARD + uuid : name, isGuarded, name, uuid, shards);
    }

    private boolean guard(String index, String alias) {
        Request request = Request.of("POST", "/_aliases", Repeat.IDEMPOTENT)
                .withJson("{\"actions\":[{\"add\":{\"index\":\"" + index + "\",\"alias\":\"" + alias
                        + "\",\"is_hidden\":true}}]}")
                .expecting(403);
        Response response = cluster.perform(request);
        if (!response.isSuccess()) {
            LOG.atInfo()
                    .addKeyValue("index", index)
                    .log("No privilege to add an alias to the index (manage); it is used by its name");
        }
        return response.isSuccess();
    }
}
