package dev.leat.elastic.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import com.sun.net.httpserver.HttpServer;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@WithElasticsearch
@Tag("smoke")
class ClusterIT {

    private final TestElasticsearch elasticsearch;
    private final Cluster cluster;
    private String index = "";

    ClusterIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.cluster = Cluster.connect(elasticsearch.url().toString(), Credentials.none());
    }

    @BeforeEach
    void nameAnIndex() {
        index = elasticsearch.uniqueIndex("rivers");
    }

    @AfterEach
    void close() {
        elasticsearch.delete("/" + index + "?ignore_unavailable=true");
        cluster.close();
    }

    @Test
    void knowsTheVersion() {
        ClusterInfo info = cluster.info();

        assertThat(info.version()).isEqualTo(elasticsearch.versionNumber());
        assertThat(info.isAtLeast(8, 19)).isTrue();
        assertThat(info.isAtLeast(99, 0)).isFalse();
    }

    @Test
    void servesTheTypedClientOnEveryVersion() throws Exception {
        var client = cluster.client();
        client.indices()
                .create(create -> create.index(index).mappings(m -> m.properties("name", p -> p.keyword(k -> k))));
        client.index(i -> i.index(index)
                .id("rhine")
                .document(Map.of("name", "Rhine", "exact", new BigInteger("9007199254740993123")))
                .refresh(Refresh.True));

        var found = client.search(
                s -> s.index(index)
                        .query(Query.of(q -> q.term(t -> t.field("name").value("Rhine")))),
                JsonNode.class);

        assertThat(found.hits().hits())
                .singleElement()
                .satisfies(hit -> assertThat(hit.source())
                        .isNotNull()
                        .extracting(JsonNode::toString)
                        .asString()
                        .contains("9007199254740993123"));
        assertThat(client.bulk(b -> b.index(index)
                                .operations(o -> o.delete(d -> d.id("rhine")))
                                .refresh(Refresh.True))
                        .errors())
                .isFalse();
        assertThat(client.count(c -> c.index(index)).count()).isZero();
        assertThatThrownBy(() -> client.get(g -> g.index(index + "-absent").id("1"), JsonNode.class))
                .isInstanceOf(ElasticsearchException.class)
                .hasMessageContaining("index_not_found_exception");
    }

    @Test
    void createsAnIndexOnceAndLeavesItAloneThen() {
        Indices indices = new Indices(cluster);

        assertThat(indices.exists(index)).isFalse();
        assertThat(indices.createIfAbsent(index, "{\"aliases\":{\"" + index + "-alias\":{}}}"))
                .isEqualTo(Indices.Presence.CREATED);
        assertThat(indices.createIfAbsent(index, "{}")).isEqualTo(Indices.Presence.PRESENT);
        assertThat(indices.exists(index)).isTrue();
        assertThat(indices.resolve(index + "-alias")).containsExactly(index);

        indices.putMapping(index, "{\"properties\":{\"length\":{\"type\":\"long\"}}}");
        indices.refresh(index);
        assertThat(elasticsearch.get("/" + index + "/_mapping").body()).contains("\"length\":{\"type\":\"long\"}");
    }

    @Test
    void saysWhyAnIndexCannotBeCreated() {
        assertThatThrownBy(() -> new Indices(cluster).createIfAbsent(index, "{\"settings\":{\"number_of_shards\":-1}}"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("PUT /" + index + " was refused")
                .hasMessageContaining("number_of_shards");
    }

    @Test
    void tellsARefusalInOneLine() {
        assertThatThrownBy(() -> cluster.perform(Request.read("GET", "/" + index + "/_search")))
                .isInstanceOfSatisfying(RejectedException.class, e -> {
                    assertThat(e.status()).isEqualTo(404);
                    assertThat(e.type()).isEqualTo("index_not_found_exception");
                })
                .hasMessage("GET /" + index + "/_search was refused: no such index [" + index + "]");
        assertThat(cluster.perform(Request.read("GET", "/" + index + "/_search").expecting(404))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void findsTheNodeThatIsUpAmongThoseThatAreDown() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        ClusterSettings settings = ClusterSettings.of("http://127.0.0.1:" + closed + "," + elasticsearch.url());

        try (Cluster both = Cluster.connect(settings)) {
            for (int i = 0; i < 10; i++) {
                assertThat(both.perform(Request.read("GET", "/")).status()).isEqualTo(200);
            }
        }
        try (Cluster down =
                Cluster.connect(ClusterSettings.of("http://127.0.0.1:" + closed).withRetryPolicy(RetryPolicy.none()))) {
            assertThatThrownBy(down::info)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("127.0.0.1:" + closed + " was not reached")
                    .hasMessageContaining("check that the cluster is up and reachable");
        }
    }

    @Test
    void noticesThatSomethingElseAnswers() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] page = "<html>hello</html>".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();

        try (Cluster wrong =
                Cluster.connect("http://127.0.0.1:" + other.getAddress().getPort(), Credentials.none())) {
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    wrong::info,
                    () -> wrong.perform(Request.read("POST", "/rivers/_count")),
                    () -> wrong.perform(Request.read("HEAD", "/rivers/_doc/rhine")))) {
                assertThatThrownBy(call)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("is not Elasticsearch; check the URL");
            }
        } finally {
            other.stop(0);
        }
    }

    @Test
    void sendsTheHeadersThatItWasGiven() throws Exception {
        Map<String, String> received = new ConcurrentHashMap<>();
        HttpServer listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            exchange.getRequestHeaders().forEach((name, values) -> received.put(name, values.getFirst()));
            exchange.getResponseHeaders().set("X-elastic-product", "Elasticsearch");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        listener.start();

        ClusterSettings settings = ClusterSettings.of(
                        "http://127.0.0.1:" + listener.getAddress().getPort())
                .withCredentials(Credentials.apiKey("abc"))
                .withHeaders(Map.of("User-agent", "elastic-connectors-9.4.3/service", "Authorization", "Basic x"));
        try (Cluster listening = Cluster.connect(settings)) {
            listening.perform(Request.read("HEAD", "/rivers"));
        } finally {
            listener.stop(0);
        }

        assertThat(received)
                .containsEntry("User-agent", "elastic-connectors-9.4.3/service")
                .containsEntry("Authorization", "ApiKey abc");
    }
}
