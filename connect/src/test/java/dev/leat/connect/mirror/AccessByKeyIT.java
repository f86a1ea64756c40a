package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Identity;
import dev.leat.connect.IdentitySink;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Tls;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions;
import dev.leat.local.NodeAccess;
import dev.leat.testing.TestDirectories;
import dev.leat.testing.TestElasticsearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Document-level security as two people meet it, each with an API key that has the query of their identity. */
class AccessByKeyIT {

    private static final String INDEX = "secured";

    /** Four documents, two people. */
    private static final class Company implements AccessControlledSource {

        @Override
        public void readIdentities(IdentitySink sink) throws InterruptedException {
            sink.put(Identity.of("jane", Map.of("username", "user:jane"), List.of("user:jane", "group:all")));
            sink.put(Identity.of("joe", Map.of("username", "user:joe"), List.of("user:joe", "group:all")));
        }

        @Override
        public void ping() {}

        @Override
        public List<Scope> scopes(Filter filter) {
            return List.of(new Scope("all"));
        }

        @Override
        public void read(Scope scope, Checkpoint from, DocumentSink sink) throws InterruptedException {
            sink.put(SourceDocument.of("for jane", Map.of()).withAccess(List.of("user:jane")));
            sink.put(SourceDocument.of("for joe", Map.of()).withAccess(List.of("user:joe")));
            sink.put(SourceDocument.of("for both", Map.of()).withAccess(List.of("group:all")));
            sink.put(SourceDocument.of("for nobody", Map.of()).withAccess(List.of()));
            sink.put(SourceDocument.of("not said", Map.of()));
        }

        @Override
        public void close() {}
    }

    @Test
    void everyoneFindsWhatTheyMaySeeAndNothingElse(@TempDir Path job) {
        Path data = TestDirectories.create();
        LocalOptions options = LocalOptions.forTests(data)
                .withVersion(TestElasticsearch.version())
                .withSecurity(LocalOptions.Security.SECURED);
        try (LocalElasticsearch node = LocalElasticsearch.start(options)) {
            NodeAccess access = Objects.requireNonNull(node.access());
            try (Cluster admin = connect(node, access, Credentials.basic(access.username(), access.password()))) {
                MirrorSettings settings = MirrorSettings.of(INDEX, job, "company")
                        .withSecurity(Security.DOCUMENT_LEVEL)
                        .withStamp(Stamp.protocol());
                Mirror.run(admin, settings, new Company(), Progress.none());
                Mirror.runAccessControl(admin, settings, new Company(), new LiveCounts(), Progress.none());
                admin.perform(Request.of("PUT", "/" + INDEX + "/_doc/not%20ours", Repeat.IDEMPOTENT)
                        .withParameter("refresh", "true")
                        .withJson("{}"));
                // Why nobody is named: an empty list is as good as none.
                admin.perform(Request.of("PUT", "/" + INDEX + "/_doc/empty%20list", Repeat.IDEMPOTENT)
                        .withParameter("refresh", "true")
                        .withJson("{\"_allow_access_control\":[]}"));

                assertThat(visible(node, access, admin, "jane"))
                        .containsExactly("empty list", "for both", "for jane", "not ours");
                assertThat(visible(node, access, admin, "joe"))
                        .containsExactly("empty list", "for both", "for joe", "not ours");

                // The next run hides what was written without a list.
                MirrorReport next = Mirror.run(admin, settings.withMaxDeleteRatio(0), new Company(), Progress.none());

                assertThat(next.notes()).anyMatch(note -> note.startsWith("2 documents said nothing"));
                assertThat(visible(node, access, admin, "jane")).containsExactly("for both", "for jane");
            }
        } finally {
            LocalElasticsearch.destroy(data);
        }
    }

    private static Cluster connect(LocalElasticsearch node, NodeAccess access, Credentials credentials) {
        return Cluster.connect(ClusterSettings.of(node.url().toString())
                .withCredentials(credentials)
                .withTls(Tls.trusting(access.caCertificate())));
    }

    /** The ids that somebody finds: as an application does it, with a key that has the query of the identity. */
    private static List<String> visible(LocalElasticsearch node, NodeAccess access, Cluster admin, String person) {
        JsonNode query = admin.perform(Request.read("GET", "/.search-acl-filter-" + INDEX + "/_doc/" + person))
                .json()
                .at("/_source/query");
        ObjectNode key = Json.MAPPER.createObjectNode().put("name", person);
        ObjectNode index = key.putObject("role_descriptors")
                .putObject("reader")
                .putArray("indices")
                .addObject();
        index.putArray("names").add(INDEX);
        index.putArray("privileges").add("read");
        // Elasticsearch fills in the template by its module for mustache, which is not part of the node of the tests.
        index.put(
                "query",
                query.at("/template/source")
                        .asString()
                        .replace(
                                "{{#toJson}}access_control{{/toJson}}",
                                query.at("/template/params/access_control").toString()));
        JsonNode made = admin.perform(Request.of("POST", "/_security/api_key", Repeat.IDEMPOTENT)
                        .withJson(key.toString()))
                .json();
        try (Cluster reader =
                connect(node, access, Credentials.apiKey(made.path("encoded").asString()))) {
            List<String> ids = new ArrayList<>();
            reader.perform(Request.read("GET", "/" + INDEX + "/_search"))
                    .json()
                    .at("/hits/hits")
                    .forEach(hit -> ids.add(hit.path("_id").asString()));
            return ids.stream().sorted().toList();
        }
    }
}
