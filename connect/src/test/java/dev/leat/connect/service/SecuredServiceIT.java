package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.TestAccess;
import dev.leat.testing.ConnectorKeys;
import dev.leat.testing.Secured;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A service and its connectors over TLS, each with the API key that the guide gives it: that of the service opens no
 * content, that of a connector nothing but its own.
 */
@WithElasticsearch
@Timeout(120)
class SecuredServiceIT {

    private TestElasticsearch elasticsearch;
    private ServiceFixture service;

    @BeforeEach
    void open(@Secured TestElasticsearch elasticsearch, @TempDir Path directory) {
        this.elasticsearch = elasticsearch;
        service = new ServiceFixture(elasticsearch, directory)
                .as(TestAccess.of(elasticsearch, ConnectorKeys.ofServiceAlone()));
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void showsTwoPeopleWhatEachMaySee() {
        service.system("orders", TestSystem.with(3))
                .visibleTo("a-000001", "joe")
                .visibleTo("a-000002", "jane", "joe");
        service.createConfigured("orders");
        service.key("orders", key(ConnectorKeys.ofConnector(service.index("orders"))));
        service.start();

        service.awaitJob(service.syncNow("orders", "access_control"), "completed");
        JsonNode content = service.awaitJob(service.syncNow("orders", "full"), "completed");

        assertThat(content.path("total_document_count").asLong()).isEqualTo(3);
        assertThat(visibleTo("jane")).containsExactly("a-000000", "a-000002");
        assertThat(visibleTo("joe")).containsExactly("a-000001", "a-000002");

        service.system("orders", TestSystem.with(3)).visibleTo("a-000000", "joe");
        service.awaitJob(service.syncNow("orders", "full"), "completed");
        assertThat(visibleTo("joe")).containsExactly("a-000000");
        assertThat(visibleTo("jane")).containsExactly("a-000001", "a-000002");
    }

    private Iterable<String> visibleTo(String person) {
        String index = service.index("orders");
        return TestAccess.ofPerson(elasticsearch, index, person).visible(elasticsearch, index);
    }

    @Test
    void saysInTheJobWhichPrivilegeAKeyLacks() {
        connector("wrong", "bm9ib2R5Om5vYm9keQ==");
        connector("foreign", key(ConnectorKeys.ofConnector("another-index")));
        connector("reads", key(ConnectorKeys.ofConnector(service.index("reads")).replace("\"write\", ", "")));
        service.start();

        assertThat(error("wrong"))
                .contains("(status 401)")
                .contains("connectors[].api_key")
                .contains("check the API key");
        assertThat(error("foreign"))
                .contains("give it one with the privileges read, write and manage on that index")
                .contains("granted by the index privileges [view_index_metadata,manage");
        assertThat(error("reads")).contains("granted by the index privileges").contains("write");
    }

    private void connector(String name, String key) {
        service.system(name, TestSystem.with(3));
        service.createConfigured(name);
        service.key(name, key);
    }

    /** What a full sync ends with; one line. */
    private String error(String name) {
        String error = service.awaitJob(service.syncNow(name, "full"), "error")
                .path("error")
                .asString();
        assertThat(error)
                .hasLineCount(1)
                .startsWith("The API key of the connector does not suffice for index '" + service.index(name)
                        + "' (status ");
        return error;
    }

    private String key(String request) {
        return Objects.requireNonNull(elasticsearch.apiKey(request));
    }
}
