package dev.leat.datastore.schema;

import dev.leat.elastic.Backoff;
import dev.leat.elastic.Json;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.TestElasticsearch;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One collection of lakes for one test, by schemas written as JSON. */
final class Lakes implements AutoCloseable {

    static final String FIRST = """
            {"dynamic":"strict","properties":{"name":{"type":"keyword"},"depth":{"type":"integer"},
            "place":{"properties":{"country":{"type":"keyword"}}},"_leat":{"type":"object","dynamic":"false"}}}""";

    /** A lease that outlives a step of a test and not a test. */
    static final Duration LIFETIME = Duration.ofSeconds(1);

    final TestElasticsearch elasticsearch;
    final Cluster cluster;
    final String name;

    Lakes(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.name = elasticsearch.uniqueIndex("lakes");
        this.cluster = connect();
    }

    Cluster connect() {
        RetryPolicy policy = RetryPolicy.within(Duration.ofSeconds(30))
                .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)));
        return Cluster.connect(
                ClusterSettings.of(elasticsearch.url().toString()).withRetryPolicy(policy));
    }

    Schema schema(String mapping) {
        return new Schema(name, (ObjectNode) Json.MAPPER.readTree(mapping), Layout.standard());
    }

    CollectionSchema collection(String mapping) {
        return collection(schema(mapping), moment -> {});
    }

    CollectionSchema collection(Schema schema, Migration.Witness witness) {
        return new CollectionSchema(cluster, schema, LIFETIME, witness);
    }

    MigrationReport reindex(String mapping) {
        return collection(mapping).reindex(Loss.REFUSED, Progress.none());
    }

    void put(String id, String source) {
        elasticsearch.put("/" + name + "/_doc/" + id, source.replace('\'', '"')).orFail();
    }

    String source(String id) {
        return elasticsearch.get("/" + name + "/_source/" + id).orFail().body();
    }

    /** Where the alias points. */
    String current() {
        return String.join(",", json("/_alias/" + name).propertyNames());
    }

    String generations() {
        return String.join(
                ",",
                json("/" + name + "-g*?expand_wildcards=all&filter_path=*.settings.index.uuid")
                        .propertyNames());
    }

    String type(String field) {
        return json("/" + name + "/_mapping")
                .path(current())
                .path("mappings")
                .path("properties")
                .path(field)
                .path("type")
                .asString("none");
    }

    JsonNode json(String path) {
        return Json.MAPPER.readTree(elasticsearch.get(path).orFail().body());
    }

    @Override
    public void close() {
        json("/" + name + "*?expand_wildcards=all&filter_path=*.settings.index.uuid")
                .propertyNames()
                .forEach(index -> elasticsearch.delete("/" + index));
        cluster.close();
    }
}
