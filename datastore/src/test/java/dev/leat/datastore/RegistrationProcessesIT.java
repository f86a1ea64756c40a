package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.RegistrationProcess.First;
import dev.leat.datastore.RegistrationProcess.OfAnotherType;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many processes that start at once, as after a deployment. */
@WithElasticsearch
class RegistrationProcessesIT {

    private static final int PROCESSES = Boolean.getBoolean("leat.test.full") ? 20 : 8;

    private final TestElasticsearch elasticsearch;
    private final String name;
    private final Datastore datastore;

    RegistrationProcessesIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.name = elasticsearch.uniqueIndex("mills");
        this.datastore = Datastore.connect(elasticsearch.url().toString(), Credentials.none());
    }

    @AfterEach
    void close() {
        indices().propertyNames().forEach(index -> elasticsearch.delete("/" + index));
        datastore.close();
    }

    private JsonNode indices() {
        return json("/" + name + "*?expand_wildcards=all");
    }

    private JsonNode json(String path) {
        return Json.MAPPER.readTree(elasticsearch.get(path).orFail().body());
    }

    @Test
    void registerOneCollectionAndMigrateItOnce(@TempDir Path gates) throws IOException {
        List<ChildJvm> processes = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(ChildJvm.start(
                        RegistrationProcess.class, elasticsearch.url().toString(), name, gates.toString(), "p" + i));
            }
            expect(processes, "waiting for first");

            Files.createFile(gates.resolve("first"));
            expect(processes, "waiting for more");
            expectIndices(1, "{\"wheels\":{\"type\":\"integer\"}}");
            fill();

            Files.createFile(gates.resolve("more"));
            expect(processes, "waiting for type");
            expectIndices(
                    1, "{\"river\":{\"type\":\"keyword\",\"ignore_above\":8191},\"wheels\":{\"type\":\"integer\"}}");

            Files.createFile(gates.resolve("type"));
            expect(processes, "done");
            expectIndices(2, "{\"river\":{\"type\":\"keyword\",\"ignore_above\":8191},\"wheels\":{\"type\":\"long\"}}");
        } finally {
            processes.forEach(ChildJvm::close);
        }
        Collection<OfAnotherType> mills =
                datastore.register(name, OfAnotherType.class, Layout.standard(), SchemaMode.VALIDATE);
        assertThat(elasticsearch.count(name)).isEqualTo(1_000 + 3 * PROCESSES);
        for (int i = 0; i < PROCESSES; i++) {
            assertThat(mills.multiget(List.of("p" + i + "-1", "p" + i + "-2", "p" + i + "-3")))
                    .extracting(stored -> stored.value().wheels())
                    .containsExactly(1L, 2L, 1L << 40);
        }
    }

    private static void expect(List<ChildJvm> processes, String line) {
        for (int i = 0; i < processes.size(); i++) {
            assertThat(processes.get(i).line()).as("process %d", i).isEqualTo(line);
        }
    }

    private void expectIndices(int generations, String properties) {
        JsonNode indices = indices();
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= generations; i++) {
            expected.add(name + "-g000" + i);
        }
        assertThat(indices.propertyNames()).containsExactlyInAnyOrderElementsOf(expected);
        String current = expected.getLast();
        assertThat(json("/_alias/" + name).propertyNames()).containsExactly(current);
        JsonNode fields =
                indices.path(current).path("mappings").path("properties").deepCopy();
        ((tools.jackson.databind.node.ObjectNode) fields).remove("_leat");
        assertThat(fields).isEqualTo(Json.MAPPER.readTree(properties));
    }

    /** So that the migration has something to do. */
    private void fill() {
        BulkPlan<First> plan = datastore.register(name, First.class).bulkPlan();
        for (int i = 0; i < 1_000; i++) {
            plan.save(new First("m" + i, i));
        }
        plan.run().orThrow();
    }
}
