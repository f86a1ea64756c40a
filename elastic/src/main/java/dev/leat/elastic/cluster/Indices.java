package dev.leat.elastic.cluster;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What every writer needs to do with an index besides writing to it. Thread-safe; blocking. */
public final class Indices {

    private final Cluster cluster;

    public Indices(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Whether something is there already. */
    public enum Presence {
        CREATED,
        PRESENT
    }

    /** Whether an index, alias or data stream of that name exists. */
    public boolean exists(String name) {
        String path = "/" + Request.segment(name);
        int status =
                cluster.perform(Request.read("HEAD", path).expecting(403, 404)).status();
        if (status == 403) {
            // An answer to HEAD has no room for what is missing; that to GET tells it.
            return cluster.perform(Request.read("GET", path)
                            .withParameter("filter_path", "*.aliases")
                            .expecting(404))
                    .isSuccess();
        }
        return status == 200;
    }

    /**
     * Creates an index unless something of that name is there, in which case that is left as it is.
     *
     * @param body settings, mappings and aliases as JSON; {@code "{}"} for none
     */
    public Presence createIfAbsent(String name, String body) {
        if (exists(name)) {
            return Presence.PRESENT;
        }
        Request request = Request.of("PUT", "/" + Request.segment(name), Repeat.IDEMPOTENT)
                .withJson(body)
                .expecting(400);
        Response response = cluster.perform(request);
        if (response.isSuccess()) {
            return Presence.CREATED;
        }
        boolean another = response.error()
                .filter(error -> error.type().equals("resource_already_exists_exception"))
                .isPresent();
        if (another) {
            return Presence.PRESENT;
        }
        throw Cluster.rejection(request, response);
    }

    /**
     * Makes everything written so far visible to searches.
     *
     * @throws dev.leat.elastic.UnavailableException when a shard did not take part, so that something may stay unseen
     */
    public void refresh(String name) {
        Request request = Request.read("POST", "/" + Request.segment(name) + "/_refresh");
        JsonNode shards = cluster.perform(request).json().path("_shards");
        if (shards.path("failed").asInt(0) > 0) {
            throw new dev.leat.elastic.UnavailableException(
                    request + ": " + shards.path("failed").asInt() + " of "
                            + shards.path("total").asInt() + " shards failed to refresh; see the cluster's health",
                    null);
        }
    }

    /** Adds fields to the mapping of an index. */
    public void putMapping(String name, String mapping) {
        cluster.perform(Request.of("PUT", "/" + Request.segment(name) + "/_mapping", Repeat.IDEMPOTENT)
                .withJson(mapping));
    }

    /** The concrete indices that a name, an alias or a pattern stands for, in order. */
    public List<String> resolve(String expression) {
        JsonNode found = cluster.perform(Request.read("GET", "/" + Request.segment(expression))
                        .withParameter("filter_path", "*.aliases"))
                .json();
        return found.propertyNames().stream().sorted().toList();
    }
}
