package dev.leat.app.doctor;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterInfo;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Looks at the connection, the version, the privileges and the health of a cluster. Blocking; each look is quick. */
public final class Doctor {

    private static final String PRIVILEGES = """
            {"cluster":["monitor"],"index":[{"names":["leat-doctor-example"],"privileges":\
            ["read","write","create_index","view_index_metadata","manage"]}]}""";

    private final ClusterSettings settings;
    private final List<Finding> findings = new ArrayList<>();

    public Doctor(ClusterSettings settings) {
        this.settings = settings.withRetryPolicy(RetryPolicy.none());
    }

    /** Everything that was found. */
    public List<Finding> examine() {
        try (Cluster cluster = Cluster.connect(settings)) {
            look("connection", () -> connection(cluster));
            if (findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.FAIL)) {
                look("security", () -> security(cluster));
                look("privileges", () -> privileges(cluster));
                look("health", () -> health(cluster));
                look("disk", () -> disk(cluster));
                look("blocks", () -> blocks(cluster));
                look("clock", () -> clock(cluster));
            }
        }
        return List.copyOf(findings);
    }

    private void look(String subject, Runnable look) {
        try {
            look.run();
        } catch (ConfigException e) {
            findings.add(Finding.fail(subject, e.getMessage()));
        } catch (RejectedException e) {
            findings.add(
                    e.status() == 403
                            ? Finding.warn(subject, "cannot be looked at without the privilege 'monitor'")
                            : Finding.fail(subject, e.getMessage()));
        } catch (LeatException e) {
            findings.add(Finding.fail(subject, e.getMessage()));
        }
    }

    private void connection(Cluster cluster) {
        ClusterInfo info = cluster.info();
        findings.add(
                Finding.ok("connection", settings.nodes().getFirst() + " is cluster '" + info.clusterName() + "'"));
        if (info.isAtLeast(8, 19)) {
            findings.add(Finding.ok("version", "Elasticsearch " + info.version()));
        } else {
            findings.add(Finding.warn(
                    "version",
                    "Elasticsearch " + info.version() + " is older than 8.19, which Leat is tried with; upgrade"));
        }
    }

    private void security(Cluster cluster) {
        boolean https = settings.nodes().stream().allMatch(node -> "https".equals(node.getScheme()));
        boolean known = !(settings.credentials() instanceof Credentials.None);
        Response who = cluster.perform(
                Request.read("GET", "/_security/_authenticate").expecting(400, 401, 403, 404, 405, 500));
        if (who.isSuccess()) {
            findings.add(Finding.ok(
                    "security", "known as '" + who.json().path("username").asString("?") + "'"));
        } else {
            boolean loopback = settings.nodes().stream()
                    .allMatch(node -> String.valueOf(node.getHost()).matches("localhost|127\\..*|\\[::1]"));
            findings.add(
                    loopback
                            ? Finding.ok("security", "off; the cluster is reached on this machine")
                            : Finding.warn("security", "off: whoever reaches the cluster may do everything"));
        }
        if (known && !https) {
            findings.add(Finding.warn("encryption", "credentials travel in the clear; use https"));
        }
    }

    private void privileges(Cluster cluster) {
        Request request = Request.of("POST", "/_security/user/_has_privileges", Repeat.READ)
                .withJson(PRIVILEGES)
                .expecting(400, 404, 405, 500);
        Response answer = cluster.perform(request);
        if (!answer.isSuccess()) {
            return;
        }
        List<String> missing = new ArrayList<>();
        JsonNode root = answer.json();
        root.path("cluster").properties().forEach(entry -> {
            if (!entry.getValue().asBoolean(false)) {
                missing.add("cluster:" + entry.getKey());
            }
        });
        root.path("index")
                .values()
                .forEach(index -> index.properties().forEach(entry -> {
                    if (!entry.getValue().asBoolean(false)) {
                        missing.add(entry.getKey());
                    }
                }));
        findings.add(
                missing.isEmpty()
                        ? Finding.ok("privileges", "all that load and scan need, on every index")
                        : Finding.warn(
                                "privileges",
                                "not on every index: " + String.join(", ", missing)
                                        + "; a role must grant them where they are needed"));
    }

    private void health(Cluster cluster) {
        JsonNode health =
                cluster.perform(Request.read("GET", "/_cluster/health")).json();
        String status = health.path("status").asString("?");
        int nodes = health.path("number_of_nodes").asInt(0);
        switch (status) {
            case "green" -> findings.add(Finding.ok("health", "green, " + nodes + " nodes"));
            case "yellow" ->
                findings.add(
                        nodes == 1
                                ? Finding.ok("health", "yellow, as is usual with one node: replicas have no place")
                                : Finding.warn(
                                        "health", "yellow: replicas are missing; see GET _cluster/allocation/explain"));
            default ->
                findings.add(Finding.fail(
                        "health", status + ": some data cannot be reached; see GET _cluster/allocation/explain"));
        }
    }

    private void disk(Cluster cluster) {
        JsonNode nodes = cluster.perform(Request.read("GET", "/_nodes/stats/fs")
                        .withParameter("filter_path", "nodes.*.name,nodes.*.fs.total"))
                .json()
                .path("nodes");
        List<String> full = new ArrayList<>();
        nodes.values().forEach(node -> {
            long total = node.path("fs").path("total").path("total_in_bytes").asLong(0);
            long free = node.path("fs").path("total").path("available_in_bytes").asLong(0);
            if (total > 0 && free < total / 20) {
                full.add(node.path("name").asString("?"));
            }
        });
        findings.add(
                full.isEmpty()
                        ? Finding.ok("disk", "every node has room")
                        : Finding.warn(
                                "disk",
                                "less than 5 % free on " + String.join(", ", full)
                                        + ": Elasticsearch may turn indices read-only; free some space"));
    }

    private void blocks(Cluster cluster) {
        JsonNode indices = cluster.perform(
                        Request.read("GET", "/_all/_settings/index.blocks.*").withParameter("expand_wildcards", "open"))
                .json();
        List<String> blocked = indices.properties().stream()
                .filter(entry -> entry.getValue().path("settings").toString().contains("\"true\""))
                .map(java.util.Map.Entry::getKey)
                .sorted()
                .toList();
        findings.add(
                blocked.isEmpty()
                        ? Finding.ok("blocks", "no index is read-only")
                        : Finding.warn(
                                "blocks",
                                "cannot be written to: "
                                        + String.join(", ", blocked.subList(0, Math.min(5, blocked.size())))
                                        + (blocked.size() > 5 ? " and " + (blocked.size() - 5) + " more" : "")
                                        + "; if nobody meant that, set index.blocks.* to null"));
    }

    private void clock(Cluster cluster) {
        String date = cluster.perform(Request.read("GET", "/")).headers().get("date");
        if (date == null) {
            return;
        }
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration apart = Duration.between(theirs, Instant.now()).abs();
            findings.add(
                    apart.compareTo(Duration.ofMinutes(1)) < 0
                            ? Finding.ok("clock", "agrees with the cluster's")
                            : Finding.warn(
                                    "clock", "is " + apart.toSeconds() + " s off the cluster's; set one of them"));
        } catch (DateTimeParseException unreadable) {
            return;
        }
    }
}
