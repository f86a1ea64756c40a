package dev.leat.datastore.document;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.TestElasticsearch;
import java.net.URI;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** One collection of rivers for one test, made without the datastore's own registration. */
final class Rivers implements AutoCloseable {

    static final DocumentType<River> TYPE = DocumentType.of(River.class);

    final TestElasticsearch elasticsearch;
    final Cluster cluster;
    final String name;
    final Documents<River> documents;

    Rivers(TestElasticsearch elasticsearch) {
        this(elasticsearch, elasticsearch.url(), elasticsearch.uniqueIndex("rivers"));
        createGeneration(1);
        elasticsearch.post("/_aliases", alias("add", 1)).orFail();
    }

    private Rivers(TestElasticsearch elasticsearch, URI url, String name) {
        this.elasticsearch = elasticsearch;
        this.name = name;
        this.cluster =
                Cluster.connect(ClusterSettings.of(url.toString()).withRetryPolicy(policy(Duration.ofSeconds(20))));
        this.documents = new Documents<>(cluster, name, TYPE);
    }

    static RetryPolicy policy(Duration deadline) {
        return RetryPolicy.within(deadline).withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)));
    }

    /** The same collection by another way. */
    Rivers through(URI url) {
        return new Rivers(elasticsearch, url, name);
    }

    String index(int generation) {
        return name + "-g000" + generation;
    }

    void createGeneration(int generation) {
        ObjectNode mapping = TYPE.mapping();
        // A field of a newer version of the application.
        ObjectNode later = mapping.withObject("properties").putObject("later");
        later.put("type", "object");
        later.put("enabled", false);
        String body = "{\"mappings\":" + mapping + ",\"aliases\":{\"" + index(generation) + "-only\":{}}}";
        elasticsearch.put("/" + index(generation), body).orFail();
    }

    void block(int generation) {
        elasticsearch.put("/" + index(generation) + "/_block/write", "").orFail();
    }

    void swap(int from, int to) {
        String actions = "{\"actions\":[" + action("remove", from) + "," + action("add", to) + "]}";
        elasticsearch.post("/_aliases", actions).orFail();
    }

    String alias(String verb, int generation) {
        return "{\"actions\":[" + action(verb, generation) + "]}";
    }

    private String action(String verb, int generation) {
        return "{\"" + verb + "\":{\"index\":\"" + index(generation) + "\",\"alias\":\"" + name + "\"}}";
    }

    String source(String id) {
        return elasticsearch.get("/" + name + "/_source/" + id).orFail().body();
    }

    /** As {@link #source}, with vectors. */
    String wholeSource(String id) {
        String search = "{\"_source\":{\"exclude_vectors\":false},\"query\":{\"ids\":{\"values\":[\"" + id + "\"]}}}";
        elasticsearch.refresh(name);
        return elasticsearch.post("/" + name + "/_search", search).orFail().body();
    }

    /** Gives the index fields of another version of the application. */
    void map(String properties) {
        elasticsearch
                .put("/" + name + "/_mapping", "{\"properties\":" + properties.replace('\'', '"') + "}")
                .orFail();
    }

    /** Stores a document as an application of another version would. */
    void put(String id, String source) {
        elasticsearch.put("/" + name + "/_doc/" + id, source.replace('\'', '"')).orFail();
    }

    void removeAll() {
        for (int generation = 1; generation <= 2; generation++) {
            elasticsearch.delete("/" + index(generation));
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
