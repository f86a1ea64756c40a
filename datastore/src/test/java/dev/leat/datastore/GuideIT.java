package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.OnMissing;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Text;
import dev.leat.datastore.schema.CollectionCatalog;
import dev.leat.datastore.schema.CollectionState;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.Loss;
import dev.leat.datastore.schema.MigrationReport;
import dev.leat.datastore.schema.Schema;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.datastore.schema.SchemaPlan;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of the guide's sections on opening, documents, schema and outages, as they stand there. */
@WithElasticsearch
class GuideIT {

    private static final List<String> SECTIONS =
            List.of("Opening a datastore", "Documents", "Schema", "Administration from the command line", "Outages");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    record Hit(@Id String id, String analytic, @Text String message, Instant at, long seen, List<String> tags) {

        Hit withSeen(long changed) {
            return new Hit(id, analytic, message, at, changed, tags);
        }
    }

    record Analyst(@Id String id, String name) {}

    static final class Investigations implements AutoCloseable {
        private final Datastore datastore;
        private final Collection<Hit> hits;
        private final Collection<Analyst> analysts;

        Investigations(Datastore datastore) {
            this.datastore = datastore;
            this.hits = datastore.register("hits", Hit.class);
            this.analysts = datastore.register("analysts", Analyst.class);
        }

        Collection<Hit> hits() {
            return hits;
        }

        Collection<Analyst> analysts() {
            return analysts;
        }

        @Override
        public void close() {
            datastore.close();
        }
    }

    private final TestElasticsearch elasticsearch;
    private final Hit hit = new Hit("h1", "malware", "Hello", Instant.parse("2026-11-21T04:00:00Z"), 1, List.of("a"));

    GuideIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /** Also what a run before this one left behind, on a node that outlives it. */
    @BeforeEach
    @AfterEach
    void remove() {
        String found = elasticsearch
                .get("/hits-g*,analysts-g*?expand_wildcards=all&filter_path=*.settings.index.uuid")
                .body();
        Json.MAPPER.readTree(found).propertyNames().forEach(index -> elasticsearch.delete("/" + index));
        elasticsearch.delete("/leat-datastore/_doc/migration:hits");
    }

    private Datastore connect() {
        return Datastore.connect(elasticsearch.url().toString(), Credentials.none());
    }

    @Test
    void opensADatastoreOfItsOwn() {
        try (var investigations = new Investigations(connect())) {
            investigations.hits().save(hit);

            assertThat(investigations.hits().get("h1").orElseThrow().value()).isEqualTo(hit);
            assertThat(investigations.analysts().get("h1")).isEmpty();
        }
    }

    @Test
    void writesAndReadsDocuments() {
        try (Datastore datastore = connect()) {
            Collection<Hit> hits = datastore.register("hits", Hit.class);

            VersionToken version = hits.save(hit);
            Stored<Hit> stored = hits.get("h1").orElseThrow();
            hits.replace(stored.value().withSeen(2), stored.version());
            Stored<Hit> after = hits.modify("h1", value -> value.withSeen(value.seen() + 1));
            DeleteOutcome outcome = hits.delete("h1", after.version());
            hits.save(hit, Refresh.WAIT);

            assertThat(stored.version()).isEqualTo(version);
            assertThat(after.value().seen()).isEqualTo(3);
            assertThat(outcome).isEqualTo(DeleteOutcome.DELETED);
        }
    }

    @Test
    void readsSeveralDocuments() {
        try (Datastore datastore = connect()) {
            Collection<Hit> hits = datastore.register("hits", Hit.class);

            hits.create(hit);
            Optional<Stored<Hit>> cached = hits.getIfExists("h1");
            Stored<Hit> awaited = hits.require("h1", Duration.ofSeconds(5));
            boolean there = hits.exists("h1");
            Map<String, Boolean> which = hits.multiExists(List.of("h1", "h2"));
            List<Stored<Hit>> several = hits.multiget(List.of("h1", "h2"), OnMissing.LEAVE_OUT);

            assertThat(cached).contains(awaited);
            assertThat(there).isTrue();
            assertThat(which).isEqualTo(Map.of("h1", true, "h2", false));
            assertThat(several).containsExactly(awaited);
            assertThat(hits.name()).isEqualTo("hits");
            assertThat(hits.type().javaType()).isEqualTo(Hit.class);
            assertThat(hits.schema().collection()).isEqualTo("hits");
        }
    }

    @Test
    void plansAndReindexes() {
        try (Datastore datastore = connect()) {
            Collection<Hit> hits = datastore.register("hits", Hit.class);
            hits.save(hit);
            SchemaPlan plan = hits.plan();
            String lines = plan.toString();
            MigrationReport report = hits.reindex(Loss.ACCEPTED, Progress.none());
            String index = hits.rollback(Loss.REFUSED);
            List<String> removed = hits.discardOldGenerations();

            assertThat(lines).isEqualTo("hits (hits-g0001): in line with its schema");
            assertThat(report).isEqualTo(new MigrationReport("hits-g0001", "hits-g0002", 1));
            assertThat(index).isEqualTo("hits-g0001");
            assertThat(removed).containsExactly("hits-g0002");

            List<String> ids = new ArrayList<>();
            try (Stream<String> keys = hits.keys()) {
                keys.forEach(ids::add);
            }
            assertThat(ids).containsExactly("h1");

            hits.fixReplicas();
            hits.wipe();
            hits.commit();
            byte[] schema = datastore.exportSchema();

            assertThat(hits.exists("h1")).isFalse();
            assertThat(new String(schema, StandardCharsets.UTF_8)).contains("\"collection\" : \"hits\"");
            hits = datastore.register(
                    "hits", Hit.class, Layout.standard().withShards(3), SchemaMode.CREATE_OR_VALIDATE);
            assertThat(hits.plan().toString()).isEqualTo("hits (hits-g0003):\n  ~ (shards): 1 -> 3 (needs a reindex)");
            Optional<MigrationReport> resharded = hits.fixShards(); // empty when there are as many as wanted
            assertThat(resharded).isPresent();
            assertThat(hits.plan().isEmpty()).isTrue();
        }
    }

    private final List<String> logged = new ArrayList<>();

    private void log(String line) {
        logged.add(line);
    }

    @Test
    void administersCollections() throws IOException {
        Path file = Files.createTempFile("schema", ".json");
        try (Datastore datastore = connect()) {
            datastore.register("hits", Hit.class).save(hit, Refresh.NOW);

            for (CollectionState state : new CollectionCatalog(datastore.cluster()).list()) {
                log(state.collection() + " in " + state.index() + ": " + state.documents() + " documents");
            }
            datastore.register("hits", Hit.class, Layout.standard(), SchemaMode.NONE);
            Files.write(file, datastore.exportSchema());

            assertThat(logged).contains("hits in hits-g0001: 1 documents");
            assertThat(Schema.parseAll(Files.readAllBytes(file)))
                    .containsExactly(datastore.collection("hits").schema());
        } finally {
            Files.delete(file);
        }
    }

    /** Never called, for nothing need be there: it compiles. */
    @SuppressWarnings("unused")
    static void connectElsewhere(Hit hit) {
        try (var investigations = new Investigations(Datastore.connect("http://localhost:9200", Credentials.none()))) {
            investigations.hits().save(hit);
        }
        Datastore datastore = Datastore.connect(ClusterSettings.of("http://localhost:9200")
                .withCredentials(Credentials.none())
                .withRetryPolicy(RetryPolicy.untilAvailable()));
        datastore.close();
    }

    /** Never called either. */
    @SuppressWarnings("unused")
    static void outages(Collection<Hit> hits, Hit hit) {
        Datastore datastore = Datastore.connect(
                ClusterSettings.of("http://localhost:9200").withRetryPolicy(RetryPolicy.untilAvailable()));
        datastore.close();
        try {
            hits.save(hit);
        } catch (UnavailableException e) {
            later(hit); // it was not written
        }
    }

    private static void later(Hit hit) {
        assertThat(hit).isNotNull();
    }

    @Test
    void isWhatTheGuideSays() throws IOException {
        Path root = Path.of("..");
        String guide = Files.readString(root.resolve("docs/datastore.md"));
        String source =
                squeezed(Files.readString(root.resolve("datastore/src/test/java/dev/leat/datastore/GuideIT.java")));
        List<String> unknown = new ArrayList<>();
        int examples = 0;
        for (String section : SECTIONS) {
            Matcher example = EXAMPLE.matcher(section(guide, section));
            while (example.find()) {
                examples++;
                for (String part : example.group(1).split("\n\n", -1)) {
                    if (!source.contains(squeezed(part))) {
                        unknown.add(part);
                    }
                }
            }
        }

        assertThat(examples).isGreaterThan(8);
        assertThat(unknown).isEmpty();
    }

    private static String section(String guide, String title) {
        int start = guide.indexOf("## " + title + "\n");
        assertThat(start).as(title).isNotNegative();
        int end = guide.indexOf("\n## ", start + 1);
        return guide.substring(start, end < 0 ? guide.length() : end);
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
