package dev.leat.datastore.query;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.testing.TestElasticsearch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A collection on the real node: an index with the mapping of a class, behind an alias. */
final class SearchFixture<T> implements AutoCloseable {

    private final Cluster cluster;
    private final DocumentType<T> type;
    private final String alias;

    SearchFixture(TestElasticsearch elasticsearch, Class<T> javaType, int shards) {
        this.cluster = Cluster.connect(elasticsearch.url().toString(), Credentials.none());
        this.type = DocumentType.of(javaType);
        this.alias = elasticsearch.uniqueIndex(type.name());
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.putObject("settings")
                .put("number_of_shards", shards)
                .put("number_of_replicas", 0)
                .put("refresh_interval", "-1");
        body.set("mappings", type.mapping());
        body.putObject("aliases").putObject(alias);
        cluster.perform(Request.of("PUT", "/" + index(), Repeat.ONCE).withJson(body.toString()));
    }

    Cluster cluster() {
        return cluster;
    }

    DocumentType<T> type() {
        return type;
    }

    String alias() {
        return alias;
    }

    String index() {
        return alias + "-g0001";
    }

    Searches<T> searches() {
        return Searches.of(cluster, alias, type);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    final void save(T... values) {
        save(List.of(values));
    }

    void save(List<T> values) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (T value : values) {
            line(lines, type.idOf(value), type.encode(value));
        }
        send(lines);
    }

    /** Sources as they are, by their ids. */
    void saveRaw(Map<String, String> sources) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        sources.forEach((id, source) -> line(lines, id, source.getBytes(StandardCharsets.UTF_8)));
        send(lines);
    }

    private static void line(ByteArrayOutputStream lines, String id, byte[] source) {
        ObjectNode action = Json.MAPPER.createObjectNode();
        action.putObject("index").put("_id", id);
        lines.writeBytes(action.toString().getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
        lines.writeBytes(source);
        lines.write('\n');
    }

    private void send(ByteArrayOutputStream lines) {
        var answer = cluster.perform(Request.of("POST", "/" + alias + "/_bulk", Repeat.ONCE)
                        .withBody(Body.ndjson(List.of(lines.toByteArray()))))
                .json();
        if (answer.path("errors").asBoolean()) {
            throw new AssertionError(answer.toString());
        }
        refresh();
    }

    void refresh() {
        new Indices(cluster).refresh(alias);
    }

    /** How many search contexts, and so snapshots, Elasticsearch holds open on the index. */
    long openContexts() {
        return cluster.perform(Request.read("GET", "/" + index() + "/_stats/search"))
                .json()
                .path("_all")
                .path("total")
                .path("search")
                .path("open_contexts")
                .asLong(-1);
    }

    @Override
    public void close() {
        cluster.perform(Request.of("DELETE", "/" + index(), Repeat.IDEMPOTENT));
        cluster.close();
    }
}
