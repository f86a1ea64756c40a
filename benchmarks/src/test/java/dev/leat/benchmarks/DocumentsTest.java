package dev.leat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DocumentsTest {

    private final Documents documents = new Documents(2_000, 400);

    @Test
    void everyDocumentIsJsonOfTheWantedSize() {
        for (int i = 0; i < documents.count(); i++) {
            byte[] document = documents.document(i);

            JsonNode json = JsonMapper.shared().readTree(document);
            assertThat(document).hasSize(400).doesNotContain((byte) '\n');
            assertThat(json.get("id").stringValue()).isEqualTo(documents.id(i));
            assertThat(json.get("address").get("city").isString()).isTrue();
        }
    }

    @Test
    void aDocumentIsTheSameEveryTimeAndUnlikeItsNeighbour() {
        assertThat(new Documents(10, 400).document(7)).isEqualTo(documents.document(7));
        assertThat(documents.document(8)).isNotEqualTo(documents.document(7));
    }

    @Test
    void chunksHoldWholeOperationsUpToTheirSizeAndAllOfThem() {
        PreparedBulk bulk = new PreparedBulk(documents, documents::id);

        var chunks = bulk.chunks(10_000);

        int next = 0;
        for (PreparedBulk.Chunk chunk : chunks) {
            String body = new String(bulk.bytes(), chunk.offset(), chunk.length(), StandardCharsets.UTF_8);
            assertThat(chunk.offset()).isEqualTo(next);
            assertThat(chunk.length()).isLessThanOrEqualTo(10_000);
            assertThat(body).startsWith("{\"index\":{\"_id\":\"order-").endsWith("\"}\n");
            next += chunk.length();
        }
        assertThat(new String(bulk.bytes(), 0, next, StandardCharsets.UTF_8).lines())
                .hasSize(2 * documents.count());
    }

    @Test
    void anOperationLargerThanAChunkGoesAlone() {
        PreparedBulk bulk = new PreparedBulk(new Documents(3, 400), documents::id);

        assertThat(bulk.chunks(10)).hasSize(3);
    }
}
