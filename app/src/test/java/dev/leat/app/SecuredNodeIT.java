package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Tls;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.NodeAccess;
import dev.leat.testing.ConnectorKeys;
import dev.leat.testing.TestDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The local node with security on, started and used by the commands alone. */
class SecuredNodeIT {

    @TempDir
    private Path folder;

    private Path data = Path.of("");

    @BeforeEach
    void prepare() {
        data = TestDirectories.create();
    }

    /** With the download of the user, not one below the folder of the test. */
    private LeatProcess leat() {
        return LeatProcess.in(folder).with("LEAT_DATA", data.toString()).without("LEAT_CACHE");
    }

    @AfterEach
    void destroy() {
        LocalElasticsearch.destroy(data.resolve("elasticsearch"));
    }

    @Test
    void isFoundWithItsSecretsByLaterCommands() throws IOException, InterruptedException {
        JsonNode started = json(leat().leat("elasticsearch", "start", "--secure", "--memory", "512", "--json")
                .orFail(0));
        LeatProcess.Result again = leat().leat("elasticsearch", "start", "--secure", "--memory", "512")
                .orFail(0);
        Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"n\":1}\n");
        leat().leat("load", file.toString(), "secret", "--refresh").orFail(0);
        LeatProcess.Result scanned = leat().leat("scan", "secret").orFail(0);
        String url = started.path("url").asString();
        Path wrongKey = Files.writeString(folder.resolve("key"), "d3Jvbmc6a2V5");
        LeatProcess.Result untrusted = leat().leat(
                        "scan", "secret", "--elasticsearch", url.replace("127.0.0.1", "localhost"))
                .orFail(2);
        LeatProcess.Result unauthorised = leat().leat("scan", "secret", "--api-key-file", wrongKey.toString())
                .orFail(1);
        LeatProcess.Result byHand = leat().leat(
                        "scan",
                        "secret",
                        "--elasticsearch",
                        url,
                        "--ca",
                        started.path("ca").asString(),
                        "--api-key-file",
                        started.path("api_key_file").asString())
                .orFail(0);
        LeatProcess.Result doctor = leat().leat("doctor").orFail(0);
        requireThatAConnectorsKeyDoesItsWorkAndNoMore(url, started.path("ca").asString());
        requireThatTheServiceSaysWhatItsKeyLacks(url, Path.of(started.path("ca").asString()));
        LeatProcess.Result stopped = leat().leat("elasticsearch", "stop").orFail(0);

        assertThat(url).startsWith("https://");
        assertThat(again.err()).contains("Elasticsearch runs already.");
        assertThat(scanned.out()).isEqualTo("{\"n\":1}\n");
        assertThat(scanned.err()).contains("Using the local Elasticsearch at " + url);
        assertThat(byHand.out()).isEqualTo("{\"n\":1}\n");
        assertThat(untrusted.err()).contains("is not trusted").hasLineCount(1);
        assertThat(unauthorised.err()).contains("check the API key");
        assertThat(doctor.out()).contains("privileges", "all that load and scan need");
        assertThat(stopped.err()).isEqualTo("Elasticsearch is stopped.\n");
    }

    private void requireThatAConnectorsKeyDoesItsWorkAndNoMore(String url, String ca)
            throws IOException, InterruptedException {
        NodeAccess access = Objects.requireNonNull(
                LocalElasticsearch.access(data.resolve("elasticsearch")), "a node with security has a user");
        Path password = Files.writeString(folder.resolve("password"), access.password());
        Path connector = Files.writeString(
                folder.resolve("shop.yml"),
                "{id: shop, service_type: sqlite, index_name: search-shop, configuration: {database: /srv/shop.db}}");
        String key = folder.resolve("shop.key").toString();
        LeatProcess.Result derived = leat().leat(
                        "connector", "create", "--from-file", connector.toString(), "--new-api-key", key)
                .orFail(2);
        leat().leat(
                        "connector",
                        "create",
                        "--from-file",
                        connector.toString(),
                        "--new-api-key",
                        key,
                        "--elasticsearch",
                        url,
                        "--ca",
                        ca,
                        "--username",
                        access.username(),
                        "--password-file",
                        password.toString())
                .orFail(0);
        String[] asTheConnector = {"--elasticsearch", url, "--ca", ca, "--api-key-file", key};
        LeatProcess.Result job = with(asTheConnector, "job", "start", "shop", "--json");
        LeatProcess.Result canceled =
                with(asTheConnector, "job", "cancel", json(job).path("id").asString());
        Path file = folder.resolve("a.ndjson");
        LeatProcess.Result own = with(asTheConnector, "load", file.toString(), "search-shop");
        LeatProcess.Result foreign = with(asTheConnector, "scan", "secret");

        assertThat(derived.err()).contains("leat: --new-api-key: whoever comes with an API key gets none");
        assertThat(canceled.out()).contains("canceled");
        assertThat(own.status()).isZero();
        assertThat(foreign.status()).as(foreign.err()).isEqualTo(1);
    }

    private void requireThatTheServiceSaysWhatItsKeyLacks(String url, Path ca)
            throws IOException, InterruptedException {
        NodeAccess access = Objects.requireNonNull(LocalElasticsearch.access(data.resolve("elasticsearch")));
        ClusterSettings settings = ClusterSettings.of(url)
                .withTls(Tls.trusting(ca))
                .withCredentials(Credentials.basic(access.username(), access.password()));
        try (Cluster cluster = Cluster.connect(settings)) {
            String key = cluster.perform(Request.of("POST", "/_security/api_key", Repeat.ONCE)
                            .withJson(ConnectorKeys.ofServiceAlone().replace("\"write\", ", "")))
                    .json()
                    .path("encoded")
                    .asString();

            assertThat(service(url, ca, key).err())
                    .endsWith("elastic-ingest: The service's own user or API key lacks privileges: write on"
                            + " .elastic-connectors*; grant them, or give another key (elasticsearch.api_key)\n");
        }
        assertThat(service(url, ca, "bm9ib2R5Om5vYm9keQ==").err())
                .containsPattern(
                        "(?m)^elastic-ingest: GET / was refused: .*; check the API key, or user and password$");
    }

    /** A service that does not start. */
    private LeatProcess.Result service(String url, Path ca, String key) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("config.yml"), """
                elasticsearch: {host: '%s', ca_certs: '%s', api_key: '%s'}
                connectors: [{connector_id: shop, service_type: sqlite}]
                """.formatted(url, ca, key));
        return leat().elasticIngest("-c", file.toString(), "--log-level", "WARNING")
                .orFail(255);
    }

    private LeatProcess.Result with(String[] connection, String... command) throws IOException, InterruptedException {
        return leat().leat(Stream.concat(Arrays.stream(command), Arrays.stream(connection))
                .toArray(String[]::new));
    }

    private static JsonNode json(LeatProcess.Result result) {
        return Json.MAPPER.readTree(result.out());
    }
}
