package dev.leat.app.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {

    private static final String TEXT = "{\"a\":1}\n".repeat(10_000);

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(Compression compression) throws IOException {
        byte[] written = compressed(compression, TEXT);

        assertThat(Compression.ofContent(new ByteArrayInputStream(written))).isEqualTo(compression);
        assertThat(read(compression, new ByteArrayInputStream(written))).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void readsPiecesOneBehindTheOtherFromAPipeThatIsEmptyForAMoment(Compression compression) throws IOException {
        // The second stream is opened when the first has ended: in between nothing is available.
        InputStream pieces = new SequenceInputStream(
                new ByteArrayInputStream(compressed(compression, TEXT)),
                new ByteArrayInputStream(compressed(compression, "end")));

        assertThat(read(compression, pieces)).isEqualTo(TEXT + "end");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void doesNotTakeATornFileForAWholeOne(Compression compression) throws IOException {
        byte[] written = compressed(compression, TEXT);
        byte[] torn = Arrays.copyOf(written, written.length - 9);

        assertThatThrownBy(() -> read(compression, new ByteArrayInputStream(torn)))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"a.ndjson, NONE", "a.ndjson.gz, GZIP", "a.csv.zst, ZSTD", "a.zstd, ZSTD", "gz, NONE"})
    void isToldByTheName(String name, Compression compression) {
        assertThat(Compression.ofName(name)).isEqualTo(compression);
    }

    @Test
    void takesAnEmptyFileForAPlainOne() throws IOException {
        assertThat(Compression.ofContent(new ByteArrayInputStream(new byte[0]))).isEqualTo(Compression.NONE);
    }

    private static byte[] compressed(Compression compression, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.compress(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String read(Compression compression, InputStream in) throws IOException {
        try (InputStream plain = compression.decompress(in)) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
