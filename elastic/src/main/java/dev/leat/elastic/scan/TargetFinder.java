package dev.leat.elastic.scan;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Finds out which shards a name, alias, pattern or comma list stands for, and what must be known of them before they are
 * read. Names that do not exist, and patterns that match nothing, are refused. Wildcards do as in a search: they match
 * open indices that are not hidden.
 */
final class TargetFinder {

    private static final Logger LOGGER = LoggerFactory.getLogger(TargetFinder.class);
    private static final int DEFAULT_WINDOW = 10_000;
    private static final Set<String> SYNTHETIC_MODES = Set.of("logsdb", "time_series");

    private final Cluster cluster;
    private final ScanRequest request;
    private final String path;

    TargetFinder(Cluster cluster, ScanRequest request) {
        this.cluster = cluster;
        this.request = request;
        this.path = "/" + Request.segment(request.index());
    }

    /** The shards, in the order of Elasticsearch. Needs the privilege view_index_metadata. */
    List<ScanTarget> find() {
        JsonNode found = shards();
        JsonNode settings = settings();
        requireSource(settings);
        Map<String, Long> averages = averageBytes();
        List<ScanTarget> targets = new ArrayList<>();
        for (JsonNode copies : found.path("shards")) {
            JsonNode copy = copies.path(0);
            String index = copy.path("index").asString("");
            int shard = copy.path("shard").asInt();
            targets.add(new ScanTarget(
                    index,
                    shard,
                    filteredAliases(found.path("indices").path(index)),
                    window(settings.path(index)),
                    averages.getOrDefault(index + "/" + shard, 0L)));
        }
        if (targets.isEmpty()) {
            throw new RejectedException(
                    404,
                    "index_not_found_exception",
                    "nothing to scan: no index matches '" + request.index() + "'; check the name");
        }
        return targets;
    }

    /** Waits while a shard has no copy that can be read, as when its node has just started: it would have no name. */
    private JsonNode shards() {
        Retry retry = new Retry(cluster, "the scan of '" + request.index() + "'");
        while (true) {
            JsonNode found = cluster.perform(Request.read("GET", path + "/_search_shards")
                            .withParameter("ignore_unavailable", "false")
                            .withParameter("allow_no_indices", "false")
                            .withParameter("expand_wildcards", "open"))
                    .json();
            if (found.path("shards").valueStream().noneMatch(JsonNode::isEmpty)) {
                return found;
            }
            retry.pause("a shard has no copy that can be read", null);
        }
    }

    private static Set<String> filteredAliases(JsonNode index) {
        if (index.path("filter").isMissingNode()) {
            return Set.of();
        }
        return index.path("aliases").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    }

    private static int window(JsonNode index) {
        return index.path("settings").path("index.max_result_window").asInt(DEFAULT_WINDOW);
    }

    private JsonNode settings() {
        return ask(Request.read("GET", path + "/_settings/index.max_result_window,index.mapping.source.mode,index.mode")
                        .withParameter("flat_settings", "true")
                        .withParameter("expand_wildcards", "open"))
                .orElse(MissingNode.getInstance());
    }

    /** Refuses to read the source where there is none; warns where Elasticsearch makes it up. */
    private void requireSource(JsonNode settings) {
        if (request.projection() instanceof Projection.NoSource) {
            return;
        }
        JsonNode mappings = ask(Request.read("GET", path + "/_mapping")
                        .withParameter("expand_wildcards", "open")
                        .withParameter("filter_path", "*.mappings._source"))
                .orElse(MissingNode.getInstance());
        Map<String, String> modes = new HashMap<>();
        for (Map.Entry<String, JsonNode> index : settings.properties()) {
            JsonNode values = index.getValue().path("settings");
            String byDefault =
                    SYNTHETIC_MODES.contains(values.path("index.mode").asString("")) ? "synthetic" : "stored";
            modes.put(index.getKey(), values.path("index.mapping.source.mode").asString(byDefault));
        }
        for (Map.Entry<String, JsonNode> index : mappings.properties()) {
            JsonNode source = index.getValue().path("mappings").path("_source");
            if (!source.path("enabled").asBoolean(true)) {
                modes.put(index.getKey(), "disabled");
            } else if (source.path("mode").isString()) {
                modes.put(index.getKey(), source.path("mode").asString());
            }
        }
        modes.forEach(TargetFinder::requireSource);
    }

    private static void requireSource(String index, String mode) {
        switch (mode) {
            case "disabled" -> throw ScanTarget.withoutSource(index);
            case "synthetic" ->
                LOGGER.atWarn()
                        .addKeyValue("index", index)
                        .log("The index rebuilds _source from its fields: documents come as rebuilt, not as sent");
            default -> {}
        }
    }

    /** By index and shard, for the first page's size and for automatic slices; empty where it cannot be known. */
    private Map<String, Long> averageBytes() {
        JsonNode stats = ask(Request.read("GET", path + "/_stats/docs,store")
                        .withParameter("level", "shards")
                        .withParameter("expand_wildcards", "open")
                        .withParameter(
                                "filter_path",
                                "indices.*.shards.*.routing.primary,indices.*.shards.*.docs.count,"
                                        + "indices.*.shards.*.store.size_in_bytes"))
                .orElse(MissingNode.getInstance());
        Map<String, Long> averages = new HashMap<>();
        for (Map.Entry<String, JsonNode> index : stats.path("indices").properties()) {
            for (Map.Entry<String, JsonNode> shard :
                    index.getValue().path("shards").properties()) {
                for (JsonNode copy : shard.getValue()) {
                    long documents = copy.path("docs").path("count").asLong(0);
                    long bytes = copy.path("store").path("size_in_bytes").asLong(0);
                    if (copy.path("routing").path("primary").asBoolean(false) && documents > 0) {
                        averages.put(index.getKey() + "/" + shard.getKey(), Math.max(1, bytes / documents));
                    }
                }
            }
        }
        return averages;
    }

    /** Asks for something that helps and can be done without, such as when the privilege for it is missing. */
    private Optional<JsonNode> ask(Request question) {
        try {
            return Optional.of(cluster.perform(question).json());
        } catch (RejectedException | UnavailableException e) {
            LOGGER.atDebug().addKeyValue("request", question).setCause(e).log("Scanning without knowing this");
            return Optional.empty();
        }
    }
}
