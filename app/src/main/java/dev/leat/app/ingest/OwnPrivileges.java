package dev.leat.app.ingest;

import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the service's own user or API key must be allowed to do with the documents of the protocol. */
final class OwnPrivileges {

    private static final List<String> INDICES = List.of(".elastic-connectors", ".elastic-connectors-sync-jobs");
    private static final List<String> ON_INDICES = List.of("read", "write", "manage");

    private OwnPrivileges() {}

    /** What is missing, in words; empty when nothing is, or when the cluster has no security. */
    static String missing(Cluster cluster) {
        Response answer = cluster.perform(Request.of("POST", "/_security/user/_has_privileges", Repeat.READ)
                .withJson(question().toString())
                .expecting(400, 403, 404, 405, 500));
        if (!answer.isSuccess()) {
            return "";
        }
        // Said once for both indices where the same is missing.
        Map<String, List<String>> missing = new TreeMap<>();
        answer.json().path("index").properties().forEach(entry -> {
            String denied = denied(entry.getValue());
            if (!denied.isEmpty()) {
                missing.computeIfAbsent(denied, key -> new ArrayList<>()).add(entry.getKey());
            }
        });
        return missing.entrySet().stream()
                .map(entry -> entry.getKey() + " on "
                        + (entry.getValue().size() == INDICES.size()
                                ? ".elastic-connectors*"
                                : entry.getValue().getFirst()))
                .collect(Collectors.joining("; "));
    }

    private static ObjectNode question() {
        ObjectNode question = Json.MAPPER.createObjectNode();
        ObjectNode index = question.putArray("index").addObject();
        INDICES.forEach(index.putArray("names")::add);
        ON_INDICES.forEach(index.putArray("privileges")::add);
        return question;
    }

    /** In the order in which they were asked for. */
    private static String denied(JsonNode answers) {
        return ON_INDICES.stream()
                .filter(privilege -> !answers.path(privilege).asBoolean(true))
                .collect(Collectors.joining(", "));
    }
}
