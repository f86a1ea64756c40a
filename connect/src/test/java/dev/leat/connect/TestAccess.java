package dev.leat.connect;

import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Tls;
import dev.leat.testing.ConnectorKeys;
import dev.leat.testing.TestElasticsearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How what is under test gets into the node of the tests: where that has security, with a key that the guide to the service
 * gives, and with no more than that.
 *
 * @param ca the authority to trust; null where the node has no security
 * @param key the API key; null where the node has no security
 */
public record TestAccess(@Nullable Path ca, @Nullable String key) {

    private static final String CA_VARIABLE = "LEAT_TEST_CA";
    private static final String KEY_VARIABLE = "LEAT_TEST_KEY";

    /** With the key of a service that writes to these indices. */
    public static TestAccess ofService(TestElasticsearch elasticsearch, String... indices) {
        return of(elasticsearch, ConnectorKeys.ofService(indices));
    }

    /** With a key that may do everything. */
    public static TestAccess ofEverything(TestElasticsearch elasticsearch) {
        return of(elasticsearch, "{\"name\":\"everything\"}");
    }

    /** With a key of one's own. */
    public static TestAccess of(TestElasticsearch elasticsearch, String request) {
        return new TestAccess(elasticsearch.caCertificate(), elasticsearch.apiKey(request));
    }

    /**
     * With the key that an application makes for somebody: it finds in an index what the query of their identity finds.
     *
     * <p>Elasticsearch fills in the template of that query by its module for mustache, which the node of the tests lacks; so
     * it is done here.
     */
    public static TestAccess ofPerson(TestElasticsearch elasticsearch, String index, String person) {
        JsonNode template = Json.MAPPER
                .readTree(elasticsearch
                        .get("/.search-acl-filter-" + index + "/_doc/" + person)
                        .orFail()
                        .body())
                .at("/_source/query/template");
        ObjectNode request = Json.MAPPER.createObjectNode().put("name", person);
        ObjectNode reader = request.withObject("role_descriptors")
                .withObject("reader")
                .putArray("indices")
                .addObject();
        reader.putArray("names").add(index);
        reader.putArray("privileges").add("read");
        reader.put(
                "query",
                template.path("source")
                        .asString()
                        .replace(
                                "{{#toJson}}access_control{{/toJson}}",
                                template.at("/params/access_control").toString()));
        return of(elasticsearch, request.toString());
    }

    /** What another process has passed to this one. */
    public static TestAccess ofProcess() {
        String ca = System.getenv(CA_VARIABLE);
        return new TestAccess(ca == null ? null : Path.of(ca), System.getenv(KEY_VARIABLE));
    }

    /** Passes it to a process that is about to be started. */
    public ProcessBuilder passTo(ProcessBuilder process) {
        if (ca != null) {
            process.environment().put(CA_VARIABLE, ca.toString());
            process.environment().put(KEY_VARIABLE, Objects.requireNonNull(key));
        }
        return process;
    }

    /** The ids of all that can be found in an index. */
    public List<String> visible(TestElasticsearch elasticsearch, String index) {
        elasticsearch.refresh(index);
        try (Cluster cluster = Cluster.connect(settings(elasticsearch.url().toString()))) {
            return cluster.perform(Request.read("GET", "/" + index + "/_search"))
                    .json()
                    .at("/hits/hits")
                    .valueStream()
                    .map(hit -> hit.path("_id").asString())
                    .sorted()
                    .toList();
        }
    }

    /** Settings for the node, or for a proxy before it. */
    public ClusterSettings settings(String url) {
        ClusterSettings settings = ClusterSettings.of(url);
        if (ca != null) {
            settings = settings.withTls(Tls.trusting(ca));
        }
        return key == null ? settings : settings.withCredentials(Credentials.apiKey(key));
    }
}
