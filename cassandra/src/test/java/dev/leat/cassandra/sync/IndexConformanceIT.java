package dev.leat.cassandra.sync;

import dev.leat.cassandra.index.ClusterIndex;
import dev.leat.cassandra.index.IndexSettings;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.cassandra.type.ScalarType;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The real index, with two shards, does what every index side does. */
@WithElasticsearch
@Tag("smoke")
class IndexConformanceIT extends IndexSideConformance {

    private static final TableShape SHAPE = new TableShape(
            "shop",
            "things",
            List.of(new Column("id", ScalarType.TEXT, Kind.PARTITION_KEY)),
            List.of(new Column("a", ScalarType.INT, Kind.REGULAR), new Column("b", ScalarType.INT, Kind.REGULAR)),
            false);

    private TestElasticsearch elasticsearch;
    private Cluster cluster;
    private String name;
    private ClusterIndex index;

    @BeforeEach
    void makeIndex(TestElasticsearch node) {
        elasticsearch = node;
        cluster = Cluster.connect(node.url().toString(), Credentials.none());
        name = node.uniqueIndex("conformance");
        create();
        index = ClusterIndex.open(cluster, SHAPE, IndexSettings.of(name));
    }

    @AfterEach
    void removeIndex() {
        elasticsearch.delete("/" + name);
        cluster.close();
    }

    private void create() {
        elasticsearch
                .put("/" + name, "{\"settings\":{\"number_of_shards\":2,\"number_of_replicas\":0}}")
                .orFail();
    }

    @Override
    protected IndexSide index() {
        return index;
    }

    @Override
    protected void putWithOwnFields(RowKey key, Content content) {
        StringBuilder source = new StringBuilder("{\"own\": {\"number\": 1.10, \"text\": \"ü\\n\"}");
        content.values()
                .forEach((name, value) ->
                        source.append(",\"").append(name).append("\": ").append(value));
        String id = URLEncoder.encode(key.id(), StandardCharsets.UTF_8);
        elasticsearch.put("/" + name + "/_doc/" + id, source + "}").orFail();
    }

    @Override
    protected void recreate() {
        elasticsearch.delete("/" + name).orFail();
        create();
    }
}
