package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.mirror.Mirror;
import dev.leat.connect.mirror.MirrorSettings;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Progress;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** The keys that mark the log lines of a job, in the threads that work for it. */
@WithElasticsearch
class LogKeysIT {

    private final TestElasticsearch elasticsearch;
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    LogKeysIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /** Notes the mark of whatever thread asks it for something. */
    private final class Source implements DataSource {

        @Override
        public void ping() {
            note("ping");
        }

        @Override
        public List<Scope> scopes(Filter filter) {
            return List.of(new Scope("all"));
        }

        @Override
        public void read(Scope scope, Checkpoint from, DocumentSink sink) throws InterruptedException {
            note("read");
            sink.put(SourceDocument.of("1", Map.of("text", "x")).withContent("monday", () -> {
                note("content");
                Map<String, @Nullable Object> fields = new HashMap<>();
                fields.put("body", "y");
                return fields;
            }));
        }

        @Override
        public void close() {}
    }

    private void note(String where) {
        seen.put(where, Thread.currentThread().isVirtual() + " " + MDC.get("job_id"));
    }

    @Test
    void markTheLinesOfEveryThreadThatWorksForTheJob(@TempDir Path folder) throws Exception {
        String index = elasticsearch.uniqueIndex("marked");
        MDC.put("job_id", "job-7");
        try (Cluster cluster = Cluster.connect(elasticsearch.url().toString(), Credentials.none())) {
            Mirror.run(
                    cluster, MirrorSettings.of(index, folder.resolve("job"), "marked"), new Source(), Progress.none());
            try (BulkWriter writer =
                    BulkWriter.open(cluster, BulkSettings.standard(), (operation, outcome) -> note("outcome"))) {
                writer.write(BulkOperation.index(index, "2", "{}".getBytes(StandardCharsets.UTF_8)));
                writer.finish();
            }
        } finally {
            MDC.remove("job_id");
            elasticsearch.delete("/" + index);
        }

        assertThat(seen)
                .containsEntry("read", "true job-7")
                .containsEntry("content", "true job-7")
                .containsEntry("outcome", "true job-7");
    }
}
