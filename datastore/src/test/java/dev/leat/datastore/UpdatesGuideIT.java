package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.document.Documents;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Flattened;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.update.FieldPath;
import dev.leat.datastore.update.OperationIds;
import dev.leat.datastore.update.UpdateBuilder;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.UpdateOutcome;
import dev.leat.datastore.update.Updates;
import dev.leat.datastore.update.Verb;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The examples of the guide's sections on updates and bulk plans, compiled and run. */
@WithElasticsearch
class UpdatesGuideIT {

    enum Status {
        NEW,
        OPEN,
        CLOSED
    }

    private static final DocumentType<Hit> TYPE = DocumentType.of(Hit.class);

    @Document("hits")
    record Hit(
            @Id String id,
            Status status,
            long seen,
            @Nullable Instant last,
            List<String> tags,
            @Flattened Map<String, Object> labels) {}

    private final Cluster cluster;
    private final Documents<Hit> documents;
    private final Hits hits;
    private final List<String> said = new ArrayList<>();

    UpdatesGuideIT(TestElasticsearch node) {
        String collection = node.uniqueIndex("guide");
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("mappings", TYPE.mapping());
        body.putObject("aliases").putObject(collection);
        node.put("/" + collection + "-g0001", body.toString()).orFail();
        cluster = Cluster.connect(node.url().toString(), Credentials.none());
        documents = new Documents<>(cluster, collection, TYPE);
        hits = new Hits(cluster, collection);
        documents.save(first("h-1"));
        documents.save(first("h-2"));
    }

    /** What a collection offers of updates and bulk plans. */
    private record Hits(Cluster cluster, String collection, Updates<Hit> updates) {

        Hits(Cluster cluster, String collection) {
            this(cluster, collection, new Updates<>(cluster, collection, TYPE, new OperationIds(new SecureRandom())));
        }

        UpdateBuilder<Hit> update(String id) {
            return updates.update(id);
        }

        BulkPlan<Hit> bulkPlan() {
            return new BulkPlan<>(cluster, collection, TYPE, updates);
        }

        BulkPlanReport bulk(BulkPlan<Hit> plan) {
            return plan.run();
        }
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static Hit first(String id) {
        return new Hit(id, Status.NEW, 0, null, List.of(), Map.of());
    }

    private void log(String line) {
        said.add(line);
    }

    private Hit stored(String id) {
        return documents.getIfExists(id).orElseThrow().value();
    }

    @Test
    void updates() {
        Instant now = Instant.parse("2026-11-21T03:00:00Z");

        UpdateOutcome outcome = hits.update("h-1")
                .set("status", Status.OPEN)
                .increment("seen", 1)
                .max("last", now)
                .appendIfMissing("tags", "seen-again")
                .run();

        switch (outcome) {
            case UpdateOutcome.Updated updated -> log("now at version " + updated.version());
            case UpdateOutcome.Unchanged unchanged -> log("was like that already");
            case UpdateOutcome.Created created -> log("made by orCreate");
            case UpdateOutcome.Missing missing -> log("no such document");
        }

        assertThat(said).singleElement().asString().startsWith("now at version ");
        assertThat(stored("h-1")).isEqualTo(new Hit("h-1", Status.OPEN, 1, now, List.of("seen-again"), Map.of()));
    }

    @Test
    void keysOfMaps() {
        FieldPath label = FieldPath.of("labels").child("app.kubernetes.io/name");
        hits.update("h-1").with(new UpdateOperation(Verb.SET, label, "web")).run();

        assertThat(stored("h-1").labels()).containsExactly(Map.entry("app.kubernetes.io/name", "web"));

        hits.update("h-1").delete("labels", "app.kubernetes.io/name").run();

        assertThat(stored("h-1").labels()).isEmpty();
    }

    @Test
    void missingDocuments() {
        hits.update("h-9").increment("seen", 1).orCreate(first("h-9")).run();

        assertThat(stored("h-9").seen()).isEqualTo(1);
    }

    @Test
    void versions() {
        VersionToken version = documents.getIfExists("h-1").orElseThrow().version();

        hits.update("h-1")
                .set("status", Status.CLOSED)
                .ifVersion(version)
                .refresh(Refresh.WAIT)
                .run();

        assertThat(stored("h-1").status()).isEqualTo(Status.CLOSED);
    }

    @Test
    void bulkPlans() {
        Hit closed = new Hit("h-1", Status.CLOSED, 0, Instant.EPOCH, List.of(), Map.of());

        BulkPlan<Hit> plan = hits.bulkPlan()
                .create(first("h-10"))
                .save(first("h-11"))
                .update("h-1", UpdateOperation.increment("seen", 1), UpdateOperation.append("tags", "bulk"))
                .upsert("h-12", first("h-12"), UpdateOperation.increment("seen", 1))
                .upsertFields("h-1", closed, "status", "last")
                .updateFields("h-1", closed, "last")
                .delete("h-2");

        BulkPlanReport report = hits.bulk(plan);
        for (BulkPlanReport.Item item : report.failures()) {
            log(item.kind() + " of " + item.id() + ": " + item.outcome());
        }
        report.orThrow();

        assertThat(said).isEmpty();
        assertThat(stored("h-1")).isEqualTo(new Hit("h-1", Status.CLOSED, 1, Instant.EPOCH, List.of("bulk"), Map.of()));
        assertThat(stored("h-12").seen()).isEqualTo(1);
        assertThat(documents.exists("h-2")).isFalse();
    }

    @Test
    void examplesAreThoseOfTheGuide() {
        GuideExamples.assertCompiledBy(UpdatesGuideIT.class, "Updates");
        GuideExamples.assertCompiledBy(UpdatesGuideIT.class, "Bulk plans");
    }
}
