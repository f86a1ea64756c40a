package dev.leat.datastore.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.testing.Seeds;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

class RoundTripTest {
    private static final int DOCUMENTS = Boolean.getBoolean("leat.test.full") ? 100_000 : 3_000;

    private final DocumentType<Everything> type = DocumentType.of(Everything.class);

    @Test
    void everyDocumentIsReadBackAsItWasWritten(TestInfo test) {
        EverythingGenerator generator = new EverythingGenerator(Seeds.of(test).random());

        for (int i = 0; i < DOCUMENTS; i++) {
            Everything document = generator.next("id-" + i);
            byte[] stored = type.encode(document);

            Everything read = type.decode("id-" + i, stored);

            assertThat(read).as("document %s", i).isEqualTo(document);
            assertThat(type.encode(read)).as("document %s", i).isEqualTo(stored);
        }
    }

    @Test
    void aPartOfABufferIsReadLikeTheWhole(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        Everything document = new EverythingGenerator(random).next("id");
        byte[] stored = type.encode(document);
        int offset = random.nextInt(1, 50);
        byte[] buffer = new byte[stored.length + 100];
        Arrays.fill(buffer, (byte) '{');
        System.arraycopy(stored, 0, buffer, offset, stored.length);

        assertThat(type.decode("id", buffer, offset, stored.length)).isEqualTo(document);
    }

    @Test
    void aSingleValueIsStoredAsItIsInAWholeDocument(TestInfo test) {
        EverythingGenerator generator = new EverythingGenerator(Seeds.of(test).random());

        for (int i = 0; i < DOCUMENTS / 10; i++) {
            Everything document = generator.next("id");
            JsonNode stored = Json.MAPPER.readTree(type.encode(document));

            assertStoredAlike(stored, "word", document.word());
            assertStoredAlike(stored, "whole", document.whole());
            assertStoredAlike(stored, "decimal", document.decimal());
            assertStoredAlike(stored, "at", document.at());
            assertStoredAlike(stored, "@day", document.day());
            assertStoredAlike(stored, "address", document.address());
            assertStoredAlike(stored, "uuid", document.uuid());
            assertStoredAlike(stored, "uri", document.uri());
            assertStoredAlike(stored, "colour", document.colour());
            assertStoredAlike(stored, "amount", document.amount());
            assertStoredAlike(stored, "part", document.part());
            assertStoredAlike(stored, "labels", document.labels());
            assertStoredAlike(stored, "named", document.named());
        }
    }

    private void assertStoredAlike(JsonNode document, String path, Object value) {
        JsonNode alone = type.findField(path).orElseThrow().normalise(value);
        JsonNode again = type.findField(path).orElseThrow().normalise(alone);

        JsonNode inDocument = Objects.requireNonNull(document.get(path));
        assertThat(new String(Json.MAPPER.writeValueAsBytes(alone), UTF_8))
                .as(path)
                .isEqualTo(new String(Json.MAPPER.writeValueAsBytes(inDocument), UTF_8));
        assertThat(again).as(path).isEqualTo(alone);
    }
}
