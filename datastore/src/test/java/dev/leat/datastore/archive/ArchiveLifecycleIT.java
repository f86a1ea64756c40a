package dev.leat.datastore.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.Collection;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.Relay;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.Tier;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.schema.CollectionCatalog;
import dev.leat.datastore.schema.CollectionState;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.Schema;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How an archive grows, and what becomes of it when its collection changes. */
@WithElasticsearch
class ArchiveLifecycleIT {

    private final Letters letters;
    private final Collection<Letter> collection;

    ArchiveLifecycleIT(TestElasticsearch node) {
        this.letters = new Letters(node);
        this.collection = letters.collection;
    }

    @AfterEach
    void close() {
        letters.close();
    }

    @Test
    void goesOnToANewIndexWhenAConditionIsMet() {
        String archive = letters.name + "-archive";
        letters.save(0, 3, 1999);
        collection.archive(Letters.OLD);
        RolloverConditions three = RolloverConditions.none().withDocuments(3);

        assertThat(collection.rolloverArchive(RolloverConditions.none().withDocuments(4)))
                .isEmpty();
        assertThat(collection.rolloverArchive(RolloverConditions.after(Duration.ofDays(1))))
                .isEmpty();
        assertThat(collection.rolloverArchive(RolloverConditions.none().withShardBytes(1L << 40)))
                .isEmpty();
        assertThat(collection.rolloverArchive(three)).contains(archive + "-000002");
        assertThat(collection.rolloverArchive(three)).isEmpty();
        letters.save(3, 5, 1998);
        collection.archive(Letters.OLD);
        assertThat(collection.rolloverArchive(RolloverConditions.none().withShardBytes(1)))
                .contains(archive + "-000003");
        assertThat(collection.rolloverArchive(RolloverConditions.none())).contains(archive + "-000004");

        assertThat(letters.archiveIndices())
                .containsExactly(archive + "-000001", archive + "-000002", archive + "-000003", archive + "-000004");
        assertThat(letters.counts()).containsExactly(0L, 5L, 5L);
        assertThat(collection.get("l1", Tier.ARCHIVE).orElseThrow().version().index())
                .isEqualTo(archive + "-000001");
        assertThat(collection.get("l4", Tier.ARCHIVE).orElseThrow().version().index())
                .isEqualTo(archive + "-000002");
    }

    @Test
    void saysThatTheClusterHasNoLifecycleManagement() {
        ArchiveLifecycle lifecycle = ArchiveLifecycle.of(RolloverConditions.after(Duration.ofDays(30)));

        assertThatThrownBy(() -> collection.fixIlm(lifecycle))
                .isInstanceOf(LifecycleUnavailableException.class)
                .hasMessage("the archive of " + letters.name + " cannot be left to index lifecycle management, which "
                        + "this cluster does not have (no handler for /_ilm); call rollover on a schedule instead, and "
                        + "delete by a query in Tier.ARCHIVE what is too old");
        assertThat(letters.node
                        .get("/_index_template/" + letters.name + "-archive")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void leavesTheArchiveToLifecycleManagement() {
        letters.save(0, 1, 1999);
        collection.archive(Letters.OLD);
        String archive = letters.name + "-archive";
        ObjectNode sent = Json.MAPPER.createObjectNode();
        try (Relay relay = Relay.before(letters.node.url(), call -> {
                    if (call.method().equals("PUT")) {
                        sent.set(call.path(), Json.MAPPER.readTree(call.body()));
                        return Relay.Answer.of(200, "{\"acknowledged\":true}");
                    }
                    return call.forward();
                });
                Datastore datastore = Datastore.connect(relay.url().toString(), Credentials.none())) {
            Collection<Letter> behind =
                    datastore.register(letters.name, Letter.class, Layout.standard(), SchemaMode.NONE);

            behind.fixIlm(ArchiveLifecycle.of(RolloverConditions.after(Duration.ofDays(30))
                            .withDocuments(1_000_000)
                            .withShardBytes(50L << 30))
                    .withDeleteAfter(Duration.ofDays(365)));
        }

        assertThat(sent.propertyNames())
                .containsExactlyInAnyOrder(
                        "/_ilm/policy/" + archive, "/_index_template/" + archive, "/" + archive + "/_settings");
        assertThat(sent.path("/_ilm/policy/" + archive)).isEqualTo(Json.MAPPER.readTree("""
                        {"policy":{"phases":{
                          "hot":{"actions":{"rollover":{"max_age":"30d","max_docs":1000000,
                            "max_primary_shard_size":"53687091200b","min_docs":1}}},
                          "delete":{"min_age":"365d","actions":{"delete":{}}}}}}"""));
        JsonNode template = sent.path("/_index_template/" + archive);
        assertThat(template.path("index_patterns").toString()).isEqualTo("[\"" + archive + "-*\"]");
        JsonNode settings = sent.path("/" + archive + "/_settings");
        assertThat(settings.path("index.lifecycle.name").asString()).isEqualTo(archive);
        assertThat(settings.path("index.lifecycle.rollover_alias").asString()).isEqualTo(archive);
        JsonNode body = template.path("template");
        assertThat(body.path("settings").path("index.lifecycle.name").asString())
                .isEqualTo(archive);
        assertThat(body.path("mappings").path("properties").propertyNames()).contains("from", "year", "seen");
    }

    record WithNote(@Id String id, String from, int year, long seen, String note) {}

    record WithTextYear(@Id String id, String from, String year, long seen) {}

    @Test
    void takesOnAFieldThatIsAddedToTheClass() {
        letters.save(0, 2, 1999);
        collection.archive(Letters.OLD);

        Collection<WithNote> newer = letters.datastore.register(letters.name, WithNote.class);

        newer.save(new WithNote("n", "Ada", 1999, 0, "new"));
        newer.archive("n");
        letters.counts();
        assertThat(newer.search(Query.lucene("note:new"), Tier.ARCHIVE).count()).isEqualTo(1);
        String index = letters.archiveIndices().getFirst();
        JsonNode mappings = letters.json("/" + index).path(index).path("mappings");
        assertThat(mappings.path("dynamic").asString()).isEqualTo("false");
        assertThat(Schema.recorded(mappings).orElseThrow().fingerprint())
                .isEqualTo(newer.schema().fingerprint());
        assertThat(letters.archiveIndices()).hasSize(1);
    }

    @Test
    void goesOnToANewIndexWhenTheTypeOfAFieldChanges() {
        letters.save(0, 2, 1999);
        collection.archive("l0");

        Collection<WithTextYear> newer =
                letters.datastore.register(letters.name, WithTextYear.class, Layout.standard(), SchemaMode.MIGRATE);
        newer.save(new WithTextYear("n", "Ada", "MCMXCIX", 0));

        assertThat(newer.archive("n").moved()).isEqualTo(1);
        assertThat(newer.archive("l1").moved()).isEqualTo(1);
        assertThat(letters.archiveIndices()).hasSize(2);
        assertThat(letters.counts()).containsExactly(0L, 3L, 3L);
        assertThat(newer.get("n", Tier.ARCHIVE))
                .map(Stored::value)
                .contains(new WithTextYear("n", "Ada", "MCMXCIX", 0));
    }

    @Test
    void staysWhenTheCollectionIsReindexedOrWiped() {
        letters.save(0, 4, 1999);
        collection.archive("l0");

        collection.reindex();
        assertThat(letters.counts()).containsExactly(3L, 1L, 4L);
        collection.archive("l1");
        assertThat(letters.counts()).containsExactly(2L, 2L, 4L);
        collection.wipe();

        assertThat(letters.counts()).containsExactly(0L, 2L, 2L);
        collection.restore("l0");
        assertThat(letters.counts()).containsExactly(1L, 1L, 2L);
        CollectionState state =
                new CollectionCatalog(letters.cluster).find(letters.name).orElseThrow();
        assertThat(state.documents()).isEqualTo(1);
        assertThat(state.archived()).isEqualTo(1);
        assertThat(new CollectionCatalog(letters.cluster).names()).contains(letters.name);
        assertThat(new CollectionCatalog(letters.cluster).names()).doesNotContain(letters.name + "-archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-archive", "x-archive-000001", "x-archive-y"})
    void keepsItsNamesFromCollections(String name) {
        assertThatThrownBy(() -> letters.datastore.register(name, Letter.class))
                .isInstanceOf(ConfigException.class)
                .hasMessage("collection: '" + name + "' cannot be the name of a collection: use up to 200 lower-case "
                        + "letters, digits, '_' and '-', beginning with a letter or digit, not ending like '-g0001', "
                        + "and without the word '-archive'");
    }
}
