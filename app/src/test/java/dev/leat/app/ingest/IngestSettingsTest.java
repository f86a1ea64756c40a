package dev.leat.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.service.BulkOptions;
import dev.leat.connect.service.ServedConnector;
import dev.leat.connect.service.ServiceSettings;
import dev.leat.connect.service.Workload;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import dev.leat.elastic.cluster.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestSettingsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("ES_HOST", "es", "KEY", "k3y", "EMPTY", "");

    @TempDir
    private Path folder;

    @Test
    void hasTheDefaultsOfElasticsServiceWithoutAFile() {
        IngestSettings settings = IngestSettings.read(Optional.empty(), Map.of(), null);

        ServiceSettings standard = ServiceSettings.standard(Workload.of(), Path.of("data"));
        assertThat(settings.service().bulk()).isEqualTo(standard.bulk());
        assertThat(settings.service().pace()).isEqualTo(standard.pace());
        assertThat(settings.service().limits()).isEqualTo(standard.limits());
        assertThat(settings.service().requests()).isEqualTo(standard.requests());
        assertThat(settings.cluster().nodes()).containsExactly(URI.create("http://localhost:9200"));
        assertThat(settings.cluster().credentials())
                .isEqualTo(new Credentials.Basic("elastic", new Secret("changeme")));
        assertThat(settings.unready())
                .extracting(Problem::key)
                .containsExactly("no configuration file (-c FILE): connectors");
    }

    @Test
    void readsEverythingThatTheServiceHonours() {
        IngestSettings settings = read("""
                elasticsearch:
                  host: https://es.example:9243
                  api_key: id:secret
                  request_timeout: 100
                  max_retries: 3
                  bulk:
                    chunk_size: 1000
                    chunk_max_mem_size: 5
                    max_text_document_size: 0
                    error_monitor.enabled: no
                service.idling: 0.5
                service:
                  heartbeat: 2m
                  time_zone: Europe/Berlin
                  http: {port: 0}
                  max_delete_ratio: 0.5
                  log_level: DEBUG
                extraction_service: {host: "http://localhost:8090"}
                connectors:
                  - connector_id: 007
                    service_type: sqlite
                    api_key: a2V5
                  - {connector_id: two, service_type: dir}
                  - {connector_id: three, service_type: dir, api_key: "id:secret"}
                """);

        assertThat(settings.cluster().nodes()).containsExactly(URI.create("https://es.example:9243"));
        assertThat(settings.cluster().credentials()).isEqualTo(new Credentials.ApiKey(new Secret("aWQ6c2VjcmV0")));
        assertThat(settings.cluster().requestTimeout()).isEqualTo(Duration.ofSeconds(100));
        BulkOptions bulk = settings.service().bulk();
        assertThat(bulk.chunkSize()).isEqualTo(1000);
        assertThat(bulk.chunkBytes()).isEqualTo(5 << 20);
        assertThat(bulk.documentBytes()).isZero();
        assertThat(bulk.errorMonitor().mode()).isEqualTo(BulkOptions.ErrorMonitor.Mode.COUNT_ONLY);
        assertThat(settings.service().pace().idling()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.service().pace().heartbeat()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.service().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(settings.service().http()).isEqualTo(new ServiceSettings.HttpAddress("127.0.0.1", 0));
        assertThat(settings.service().limits().deleteRatio()).isEqualTo(0.5);
        assertThat(settings.extractionService()).isEqualTo("http://localhost:8090");
        assertThat(settings.logLevel()).isEqualTo("DEBUG");
        assertThat(settings.service().workload().connectors())
                .containsExactly(
                        new ServedConnector("007", "sqlite", new Secret("a2V5")),
                        new ServedConnector("two", "dir", null),
                        new ServedConnector("three", "dir", new Secret("aWQ6c2VjcmV0")));
        assertThat(settings.unready()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void fillsInVariables() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "from file\n");

        IngestSettings settings = read("""
                elasticsearch:
                  host: http://$ES_HOST:${PORT|9201}
                  username: ${USER_NAME|writer}
                  password: pa$$word
                  ca_fingerprint: ${EMPTY}
                connectors:
                  - {connector_id: $ID|one, service_type: dir, api_key: "${env:KEY}"}
                  - {connector_id: two, service_type: dir, api_key: "${file:SECRET}"}
                """.replace("SECRET", secret.toString()));

        assertThat(settings.cluster().nodes()).containsExactly(URI.create("http://es:9201"));
        assertThat(settings.cluster().credentials()).isEqualTo(new Credentials.Basic("writer", new Secret("pa$word")));
        assertThat(settings.service().workload().connectors())
                .containsExactly(
                        new ServedConnector("one", "dir", new Secret("k3y")),
                        new ServedConnector("two", "dir", new Secret("from file")));
    }

    @Test
    void namesEveryVariableThatIsNotSet() {
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class,
                () -> read("elasticsearch: {host: $NOPE, password: '${env:ALSO_NOT}'}\nconnectors: [{a: $NEITHER}]"));

        assertThat(wrong.problems())
                .containsExactly(
                        new Problem(
                                name() + ": elasticsearch.host",
                                "the variable NOPE is not set; set it, write ${NOPE|default}, or $$ for a dollar"),
                        new Problem(
                                name() + ": connectors[0].a",
                                "the variable NEITHER is not set; set it, write ${NEITHER|default}, or $$ for a"
                                        + " dollar"));
    }

    @Test
    void takesVariablesNamedLikeKeysForDefaults() throws IOException {
        Path ca = Files.createFile(folder.resolve("ca.crt"));
        Map<String, String> environment = Map.of(
                "elasticsearch.host",
                "http://other:1",
                "service.idling",
                "7",
                "LEAT_API_KEY",
                "k",
                "LEAT_CA",
                ca.toString(),
                "connector_id",
                "c");

        IngestSettings settings = IngestSettings.read(Optional.of(write("service.idling: 8")), environment, null);

        assertThat(settings.cluster().nodes()).containsExactly(URI.create("http://other:1"));
        assertThat(settings.cluster().credentials()).isEqualTo(new Credentials.ApiKey(new Secret("k")));
        assertThat(settings.cluster().tls()).isEqualTo(Tls.trusting(ca));
        assertThat(settings.service().pace().idling()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void reportsEverythingThatIsWrongAtOnce() {
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> read("""
                elasticsearch: {host: "ftp://x", verify_certs: false, bulk: {chunk_size: few}}
                service: {idling: 600, time_zone: Mars, http.enabled: perhaps}
                sources: {plain: com.acme.Missing, other: java.lang.String}
                connectors:
                  - {connector_id: one, service_type: sqlitee}
                  - {connector_id: two}
                """));

        assertThat(wrong.problems().stream().map(problem -> problem.toString().replace(name() + ": ", "")))
                .containsExactlyInAnyOrder(
                        "connectors[1].service_type: is missing",
                        "sources.plain: there is no class com.acme.Missing in Leat or the 0 jars of "
                                + Path.of("plugins").toAbsolutePath() + "; put its jar there",
                        "sources.other: the class java.lang.String is no dev.leat.connect.DataSourceProvider",
                        "connectors[0].service_type: there is no source 'sqlitee'; did you mean 'sqlite'? Known are: "
                                + types(),
                        "elasticsearch.verify_certs: certificates are always verified; name the authority with"
                                + " ca_certs, or its SHA-256 with ca_fingerprint",
                        "elasticsearch: 'ftp://x' is not a URL; it looks like https://localhost:9200",
                        "elasticsearch.bulk.chunk_size: must be a whole number, but is 'few'",
                        "service.time_zone: must be a time zone such as Europe/Berlin, but is 'Mars'",
                        "service.http.enabled: must be true or false, but is 'perhaps'",
                        "service.heartbeat: must be more than service.idling, which is 600 s",
                        "service.job_cleanup_interval: must be more than service.idling, which is 600 s");
    }

    @Test
    void warnsOfWhatItDoesNotKnowInAForeignFile() {
        IngestSettings settings = read("""
                elasticsearch: {bulk.chunk_sise: 300, api_key: k, username: me, headers: {a: b}}
                service: {service_types: [mongodb], fips_mode: false}
                connectors:
                  - {service_type: dir}
                  - {connector_id: one, service_type: dir, colour: red}
                  - {connector_id: one, service_type: sqlite}
                """);

        assertThat(settings.warnings().stream().map(warning -> warning.replace(name() + ": ", "")))
                .containsExactlyInAnyOrder(
                        "elasticsearch.bulk.chunk_sise: unknown key, did you mean 'elasticsearch.bulk.chunk_size'?",
                        "elasticsearch.api_key: is used; username and password have no effect beside it",
                        "service.service_types: has no effect without service.worker_mode: true",
                        "without effect in Leat: service.fips_mode",
                        "connectors[0]: has no connector_id and is left out",
                        "connectors[1].colour: unknown key",
                        "connectors[2].connector_id: 'one' is there twice; this one counts");
        assertThat(settings.cluster().headers()).containsExactly(Map.entry("a", new Secret("b")));
        assertThat(settings.service().workload().connectors())
                .containsExactly(new ServedConnector("one", "sqlite", null));
    }

    @Test
    void refusesWhatItDoesNotKnowInItsOwnFile() throws IOException {
        Path own = Files.writeString(folder.resolve("leat.yml"), "service: {idlling: 3}");

        assertThatThrownBy(() -> IngestSettings.read(Optional.of(own), Map.of(), null))
                .hasMessage(own + ": service.idlling: unknown key, did you mean 'service.idling'?");
    }

    @Test
    void knowsTheOldFormAndThePlaceholder() {
        IngestSettings old = read("connector_id: 12\nservice_type: dir");
        IngestSettings untouched = read("connectors: [{connector_id: changeme, service_type: dir}]");
        IngestSettings worker = read("service: {worker_mode: true}");

        assertThat(old.service().workload().connectors()).containsExactly(new ServedConnector("12", "dir", null));
        assertThat(old.warnings()).singleElement().asString().contains("is the old form for a single connector");
        assertThat(untouched.unready())
                .containsExactly(new Problem(
                        name() + ": connectors[0].connector_id", "is still 'changeme'; write what the connector has"));
        assertThat(worker.unready())
                .containsExactly(new Problem(
                        name() + ": service.worker_mode",
                        "needs service.service_types: the types of the connectors to serve"));
    }

    @Test
    void findsSourcesByClassAndByTheirNamesInPython() {
        IngestSettings settings = read("""
                sources:
                  lite: connectors.sources.lite:LiteDataSource
                  sqlite: connectors.sources.sqlite:SQLiteDataSource
                  dir: connectors.sources.directory:DirectoryDataSource
                  mine: dev.leat.app.ingest.PlainProvider
                connectors: [{connector_id: one, service_type: mine}]
                """);

        assertThat(settings.catalog().require("mine").description()).isEqualTo("Nothing at all");
        assertThat(settings.catalog().require("mine").serviceType()).isEqualTo("mine");
        assertThat(settings.catalog().find("lite")).isEmpty();
        assertThat(settings.warnings())
                .containsExactly(name() + ": sources: these are classes of Elastic's service; the sources of that type"
                        + " that are built in are used: sqlite, dir");
    }

    @Test
    void takesAFileOfCommentsForAnEmptyOne() {
        assertThat(read("# nothing\n").service().workload().connectors()).isEmpty();
        assertThat(read("").warnings()).isEmpty();
    }

    @Test
    void unfoldsAnchorsAndMakesNothingOfTags() {
        IngestSettings settings = read("""
                x: &all {service_type: dir}
                connectors:
                  - {connector_id: one, <<: *all}
                  - {connector_id: !!javax.script.ScriptEngineManager two, service_type: dir}
                """);

        assertThat(settings.service().workload().connectors())
                .extracting(ServedConnector::id)
                .containsExactly("one", "two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [",
                "a: 1\na: 2",
                "- x",
                "just text",
                "&a {b: *a}",
                "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n"
                        + "d: &d [*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d]",
                "? {a: b}\n: c"
            })
    void survivesHostileFiles(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(name())
                .hasMessageNotContaining("\n");
    }

    private IngestSettings read(String text) {
        return IngestSettings.read(Optional.of(write(text)), ENVIRONMENT, null);
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("config.yml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String name() {
        return folder.resolve("config.yml").toString();
    }

    private static String types() {
        List<DataSourceProvider> known =
                IngestSettings.sources(Optional.empty(), Map.of(), null).providers();
        return String.join(
                ", ", known.stream().map(DataSourceProvider::serviceType).toList());
    }
}
