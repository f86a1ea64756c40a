package dev.leat.elastic.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a cluster says of itself.
 *
 * @param version such as {@code 9.4.3}
 */
public record ClusterInfo(String clusterName, String clusterUuid, String version) {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\b.*");

    static ClusterInfo parse(Response response) {
        JsonNode root = response.json();
        String version = root.path("version").path("number").asString("");
        if (!response.isFromElasticsearch() || !VERSION.matcher(version).matches()) {
            throw Cluster.notElasticsearch(response);
        }
        return new ClusterInfo(
                root.path("cluster_name").asString(""),
                root.path("cluster_uuid").asString(""),
                version);
    }

    /** Whether the cluster runs that version or a later one. */
    public boolean isAtLeast(int major, int minor) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return false;
        }
        int actualMajor = Integer.parseInt(matcher.group(1));
        int actualMinor = Integer.parseInt(matcher.group(2));
        return actualMajor > major || (actualMajor == major && actualMinor >= minor);
    }
}
