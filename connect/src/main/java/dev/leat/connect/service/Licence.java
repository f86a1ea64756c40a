package dev.leat.connect.service;

import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Whether the licence of the cluster includes document-level security: without it, nobody would enforce what is synced. */
final class Licence {

    private static final Set<String> WITH_SECURITY = Set.of("platinum", "enterprise", "trial");

    private final Cluster cluster;

    Licence(Cluster cluster) {
        this.cluster = cluster;
    }

    /** What is missing, for the error of a connector or a job; empty when nothing is. Asks the cluster each time. */
    String obstacle() {
        // Serverless has no licences, and has the feature.
        Response response = cluster.perform(Request.read("GET", "/_license").expecting(400, 404, 405, 410));
        if (!response.isSuccess()) {
            return "";
        }
        JsonNode licence = response.json().path("license");
        String type = licence.path("type").asString("");
        String status = licence.path("status").asString("");
        if (WITH_SECURITY.contains(type) && status.equals("active")) {
            return "";
        }
        return "Access control needs a licence with document-level security, but that of the cluster is '%s' (%s): nobody would enforce what is synced; start a trial, or switch the access-control sync off"
                .formatted(type, status);
    }
}
