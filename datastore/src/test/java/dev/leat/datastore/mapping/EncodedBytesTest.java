package dev.leat.datastore.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EncodedBytesTest {

    record Note(String text) {}

    @Test
    void keepsWhatIsWrittenInManyPieces() {
        SplittableRandom random = new SplittableRandom(1);
        EncodedBytes bytes = new EncodedBytes();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();

        for (int piece = 0; piece < 200; piece++) {
            byte[] more = new byte[random.nextInt(300)];
            random.nextBytes(more);
            bytes.write(more, 0, more.length);
            bytes.write(piece);
            expected.writeBytes(more);
            expected.write(piece);
        }

        assertThat(bytes.toArray()).isEqualTo(expected.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7_980, 8_000, 8_020, 100_000})
    void bringsBackDocumentsOfAnySize(int length) {
        DocumentType<Note> type = DocumentType.of(Note.class);
        Note note = new Note("é".repeat(length));

        byte[] encoded = type.encode(note);

        assertThat(encoded).hasSize(2 * length + "{\"text\":\"\"}".length());
        assertThat(type.decode("1", encoded)).isEqualTo(note);
    }
}
