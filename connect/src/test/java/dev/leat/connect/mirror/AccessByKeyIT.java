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
import dev.leat.connect.TestAccess;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.ConnectorKeys;
import dev.leat.testing.Secured;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Document-level security as two people meet it, each with an API key that has the query of their identity. */
@WithElasticsearch
class AccessByKeyIT {

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
    void everyoneFindsWhatTheyMaySeeAndNothingElse(@Secured TestElasticsearch elasticsearch, @TempDir Path job) {
        String index = elasticsearch.uniqueIndex("secured");
        TestAccess access = TestAccess.of(elasticsearch, ConnectorKeys.ofConnector(index));
        try (Cluster cluster =
                Cluster.connect(access.settings(elasticsearch.url().toString()))) {
            MirrorSettings settings = MirrorSettings.of(index, job, "company")
                    .withSecurity(Security.DOCUMENT_LEVEL)
                    .withStamp(Stamp.protocol());
            Mirror.run(cluster, settings, new Company(), Progress.none());
            Mirror.runAccessControl(cluster, settings, new Company(), new LiveCounts(), Progress.none());
            elasticsearch.put("/" + index + "/_doc/not%20ours", "{}").orFail();
            // Why nobody is named: an empty list is as good as none.
            elasticsearch
                    .put("/" + index + "/_doc/empty%20list", "{\"_allow_access_control\":[]}")
                    .orFail();
            TestAccess jane = TestAccess.ofPerson(elasticsearch, index, "jane");
            TestAccess joe = TestAccess.ofPerson(elasticsearch, index, "joe");

            assertThat(jane.visible(elasticsearch, index))
                    .containsExactly("empty list", "for both", "for jane", "not ours");
            assertThat(joe.visible(elasticsearch, index))
                    .containsExactly("empty list", "for both", "for joe", "not ours");

            // The next run hides what was written without a list.
            MirrorReport next = Mirror.run(cluster, settings.withMaxDeleteRatio(0), new Company(), Progress.none());

            assertThat(next.notes()).anyMatch(note -> note.startsWith("2 documents said nothing"));
            assertThat(jane.visible(elasticsearch, index)).containsExactly("for both", "for jane");
        } finally {
            elasticsearch.delete("/" + index + ",.search-acl-filter-" + index + "?ignore_unavailable=true");
        }
    }
}
