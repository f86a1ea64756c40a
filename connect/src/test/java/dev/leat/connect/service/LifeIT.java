package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.SourceException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A connector with one service, from its creation to its deletion. */
@WithElasticsearch
@Timeout(120)
class LifeIT {

    private ServiceFixture service;

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        service = new ServiceFixture(elasticsearch, directory);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    @Tag("smoke")
    void goesFromItsCreationToACompletedSync() {
        TestSystem system = service.system("orders", TestSystem.with(25));
        service.createConnector("orders");
        service.start();

        service.awaitConnector(
                "orders", connector -> connector.path("status").asString().equals("needs_configuration"));
        JsonNode field = service.connector("orders").path("configuration").path("system");
        assertThat(field.path("required").asBoolean()).isTrue();
        assertThat(service.connector("orders").path("last_seen").isMissingNode())
                .isFalse();

        service.configure("orders", Map.of("system", "orders"));
        service.awaitConnector(
                "orders", connector -> connector.path("status").asString().equals("connected"));

        String job = service.syncNow("orders", "full");
        JsonNode done = service.awaitJob(job, "completed");
        assertThat(done.path("indexed_document_count").asLong()).isEqualTo(25);
        assertThat(done.path("deleted_document_count").asLong()).isZero();
        assertThat(done.path("total_document_count").asLong()).isEqualTo(25);
        assertThat(done.path("worker_hostname").asString()).isNotEmpty();
        assertThat(done.path("started_at").isMissingNode()).isFalse();
        assertThat(done.path("completed_at").isMissingNode()).isFalse();
        assertThat(service.texts("orders")).isEqualTo(system.texts());

        JsonNode connector = service.connector("orders");
        assertThat(connector.path("last_sync_status").asString()).isEqualTo("completed");
        assertThat(connector.path("last_indexed_document_count").asLong()).isEqualTo(25);
        assertThat(connector.path("last_synced").isMissingNode()).isFalse();
        assertThat(connector.path("status").asString()).isEqualTo("connected");
        assertThat(connector.path("error").asString("")).isEmpty();
    }

    @Test
    @Tag("smoke")
    void readsChangesAfterTheFirstFullSync() {
        TestSystem system = service.system("orders", TestSystem.with(25));
        service.createConfigured("orders");
        service.start();
        service.awaitJob(service.syncNow("orders", "full"), "completed");
        int reads = system.reads();

        system.change("a", "a-000003", "changed");
        system.remove("a", "a-000004");
        JsonNode job = service.awaitJob(service.syncNow("orders", "incremental"), "completed");

        assertThat(service.texts("orders")).isEqualTo(system.texts());
        assertThat(system.reads()).as("nothing was listed again").isEqualTo(reads);
        assertThat(job.path("indexed_document_count").asLong()).isEqualTo(1);
        assertThat(job.path("deleted_document_count").asLong()).isEqualTo(1);
        assertThat(service.connector("orders")
                        .path("sync_cursor")
                        .path("position")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void keepsTheCursorWhenNothingHasChanged() {
        TestSystem system = service.system("orders", TestSystem.with(5));
        service.createConfigured("orders");
        service.start();
        system.change("a", "a-000003", "changed");
        service.awaitJob(service.syncNow("orders", "full"), "completed");

        system.changed(false);
        JsonNode job = service.awaitJob(service.syncNow("orders", "full"), "completed");

        assertThat(job.path("indexed_document_count").asLong()).isZero();
        assertThat(service.events(job)).contains("the source has not changed");
        assertThat(service.connector("orders")
                        .path("sync_cursor")
                        .path("position")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void showsAnErrorOfTheSourceAndItsEnd() {
        TestSystem system = service.system("orders", TestSystem.with(5)).onPing(where -> {
            throw new SourceException("The system is closed for lunch");
        });
        service.createConfigured("orders");
        service.start();

        service.awaitConnector(
                "orders",
                connector -> connector.path("status").asString().equals("error")
                        && connector.path("error").asString().equals("The system is closed for lunch"));

        system.onPing(where -> {});
        service.awaitConnector(
                "orders", connector -> connector.path("status").asString().equals("connected"));
        assertThat(service.connector("orders").path("error").asString("")).isEmpty();
    }

    @Test
    void doesNotWriteAConnectorThatIsAsItWas() {
        TestSystem system = service.system("orders", TestSystem.with(5));
        service.createConfigured("orders");
        service.start();
        service.awaitConnector(
                "orders", connector -> connector.path("status").asString().equals("connected"));
        // The look that connected it has ended when the next but one begins.
        int before = system.pings();
        service.await(() -> system.pings() > before + 1);
        long version = service.connectorVersion("orders");
        int pings = system.pings();

        service.await(() -> system.pings() > pings + 5);

        assertThat(service.connectorVersion("orders")).isEqualTo(version);
    }

    @Test
    @Tag("smoke")
    void validatesRulesThatWereEditedAndPutsThemIntoForce() {
        service.system("orders", TestSystem.with(25));
        service.createConfigured("orders");
        service.start();

        service.draftRules("orders", List.of(rule("r1", "exclude", "title", "ends_with", "3")), Map.of());
        service.awaitConnector(
                "orders",
                connector -> connector
                        .at("/filtering/0/active/rules/0/id")
                        .asString("")
                        .equals("r1"));
        service.awaitJob(service.syncNow("orders", "full"), "completed");

        assertThat(service.texts("orders").keySet()).hasSize(22).doesNotContain("a-000003", "a-000013", "a-000023");
    }

    @Test
    void keepsRulesOutOfForceThatAreNotValid() {
        service.system("orders", TestSystem.with(5));
        service.createConfigured("orders");
        service.start();

        service.draftRules("orders", List.of(rule("r1", "exclude", "title", "regex", ".*")), Map.of("wrong", 1));

        service.awaitConnector(
                "orders",
                connector -> connector
                        .at("/filtering/0/draft/validation/state")
                        .asString("")
                        .equals("invalid"));
        JsonNode connector = service.connector("orders");
        assertThat(connector.at("/filtering/0/active/rules/0/id").asString()).isEqualTo("DEFAULT");
        assertThat(connector.at("/filtering/0/draft/validation/errors").toString())
                .contains("r1")
                .contains("'wrong' is no rule of this system");
    }

    @Test
    void endsJobsInErrorThatCanNeverRun() {
        service.system("orders", TestSystem.with(5));
        service.createConfigured("orders");
        service.start();
        service.awaitJob(service.syncNow("orders", "full"), "completed");

        JsonNode unknown = service.awaitJob(
                service.syncNow(
                        "orders", "full", job -> job.withObject("connector").put("service_type", "fax")),
                "error");
        assertThat(unknown.path("error").asString())
                .contains("service_type: this service has no source 'fax'; it has testing");
        JsonNode homeless = service.awaitJob(
                service.syncNow(
                        "orders", "full", job -> job.withObject("connector").remove("index_name")),
                "error");
        assertThat(homeless.path("error").asString()).contains("the connector has no index");
        JsonNode rules = service.awaitJob(
                service.syncNow(
                        "orders",
                        "full",
                        job -> job.withObject("connector")
                                .withObject("filtering")
                                .withObject("advanced_snippet")
                                .withObject("value")
                                .put("wrong", 1)),
                "error");
        assertThat(rules.path("error").asString())
                .isEqualTo("The rules of the job are not valid: advanced_snippet: 'wrong' is no rule of this system");

        JsonNode connector = service.connector("orders");
        assertThat(connector.path("last_sync_status").asString()).isEqualTo("error");
        assertThat(connector.path("last_sync_error").asString())
                .isEqualTo(rules.path("error").asString());
        service.awaitJob(service.syncNow("orders", "full"), "completed");
    }

    @Test
    void syncsEverythingButTheScopeThatFails() {
        TestSystem system = service.system("orders", TestSystem.with(15).fill("b", 0, 15, "text"));
        service.createConfigured("orders");
        service.start();
        service.awaitJob(service.syncNow("orders", "full"), "completed");
        system.remove("a", "a-000001");
        system.remove("b", "b-000001");
        system.change("b", "b-000002", "changed");
        system.onRead(where -> {
            if (where.equals("a 3")) {
                throw new SourceException("page 1 of a is broken");
            }
        });

        JsonNode job = service.awaitJob(service.syncNow("orders", "full"), "error");

        assertThat(job.path("error").asString())
                .contains("nothing was deleted of 'a' (page 1 of a is broken)")
                .contains("all else is synced");
        assertThat(service.texts("orders"))
                .containsEntry("b-000002", "changed")
                .doesNotContainKey("b-000001")
                .containsKey("a-000001");
    }

    @Test
    void stopsBeforeTooManyDeletesUntilSomebodyAllowsThem() {
        TestSystem system = service.system("orders", TestSystem.with(300));
        service.createConfigured("orders");
        service.start();
        service.awaitJob(service.syncNow("orders", "full"), "completed");
        system.documents("a").tailMap("a-000100").clear();

        JsonNode refused = service.awaitJob(service.syncNow("orders", "full"), "error");
        assertThat(refused.path("error").asString())
                .contains("200 of 300 documents are gone from the source")
                .contains("leat job start " + service.id("orders") + " --allow-deletes");
        assertThat(service.texts("orders")).hasSize(300);

        JsonNode allowed = service.awaitJob(
                service.syncNow(
                        "orders", "full", job -> job.withObject("metadata").put("leat_allow_deletes", true)),
                "completed");
        assertThat(allowed.path("deleted_document_count").asLong()).isEqualTo(200);
        assertThat(service.texts("orders")).isEqualTo(system.texts());
    }

    @Test
    void readsAgainWhatHasNotChangedWhenItsRulesHave() {
        TestSystem system = service.system("orders", TestSystem.with(25));
        service.createConfigured("orders");
        service.start();
        service.awaitJob(service.syncNow("orders", "full"), "completed");
        system.changed(false);
        service.draftRules("orders", List.of(rule("r1", "exclude", "title", "ends_with", "3")), Map.of());
        service.awaitConnector(
                "orders",
                connector -> connector
                        .at("/filtering/0/active/rules/0/id")
                        .asString("")
                        .equals("r1"));

        service.awaitJob(service.syncNow("orders", "full"), "completed");

        assertThat(service.texts("orders").keySet()).hasSize(22).doesNotContain("a-000003", "a-000013", "a-000023");
    }

    @Test
    void writesNoDocumentWithoutItsListThoughTheSchedulerHasNotMetTheConnector() {
        service.system("orders", TestSystem.with(5));
        service.createConfigured("orders");
        assertThat(service.connector("orders").path("features").isNull()).isTrue();
        service.loops(ServiceSettings.Action.SYNC_CONTENT).start();

        service.awaitJob(service.syncNow("orders", "full"), "completed");

        assertThat(service.document("orders", "a-000003")
                        .path("_allow_access_control")
                        .toString())
                .isEqualTo("[\"email:jane@example.org\"]");
    }

    @Test
    void goesOnWithAllOthersWhenADocumentCannotBeRead() {
        service.system("orders", TestSystem.with(5));
        service.createConfigured("orders");
        service.createConfigured("odd");
        service.updateConnector("odd", "{\"scheduling\":[{\"full\":{}},{\"full\":{}}],\"leat_holders\":\"nobody\"}");
        service.start();

        service.awaitJob(service.syncNow("orders", "full"), "completed");
        service.awaitConnector(
                "odd",
                connector -> connector.path("status").asString().equals("error")
                        && connector.path("error").asString().contains("leat_holders"));
        assertThat(service.status().loops()).allMatch(loop -> loop.errors() == 0);
    }

    @Test
    void isNotKeptFromOneConnectorByAnotherThatIsBusyElsewhere() {
        service.system("busy", TestSystem.with(5));
        service.system("orders", TestSystem.with(5));
        service.createConfigured("busy");
        service.createConfigured("orders");
        service.updateConnector("busy", "{\"last_sync_status\":\"in_progress\"}");
        String older = service.syncNow("busy", "full");
        String younger = service.syncNow("orders", "full");
        service.start();

        service.awaitJob(younger, "completed");

        assertThat(service.job(older).path("status").asString()).isEqualTo("pending");
    }

    @Test
    void endsTheJobOfAConnectorThatIsDeletedMeanwhile() {
        TestSystem system = service.system("orders", TestSystem.with(25));
        Gate gate = new Gate();
        system.onRead(gate::stopAt);
        service.createConfigured("orders");
        service.start();
        String job = service.syncNow("orders", "full");
        gate.awaitArrival();

        service.deleteConnector("orders");

        assertThat(service.awaitJob(job, "error").path("error").asString()).contains("was deleted while its sync ran");
    }

    private static Map<String, Object> rule(String id, String policy, String field, String rule, String value) {
        return Map.of("id", id, "policy", policy, "field", field, "rule", rule, "value", value, "order", 1);
    }
}
