package dev.leat.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void skipsWhatIsNoLine() throws Exception {
        assertThat(read("\ufeff{1}\r\n\n  \t\n{2}\n\r\n{3}")).containsExactly("1@0 {1}", "4@13 {2}", "6@19 {3}");
    }

    @Test
    void readsNothingFromNothing() throws Exception {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    @Test
    void countsOnFromWhereAnEarlierLoadHadCome() throws Exception {
        LineReader lines = new LineReader(stream("{3}\n"), 100, 2, 1000);

        assertThat(lines.advance()).isTrue();

        assertThat(lines.offset()).isEqualTo(100);
        assertThat(lines.nextOffset()).isEqualTo(104);
        assertThat(lines.number()).isEqualTo(3);
    }

    @Test
    void refusesALineThatIsTooLongAndNamesIt() throws Exception {
        LineReader lines = new LineReader(stream("{1}\n" + "x".repeat(3_000_000)), 0, 0, 2_000_000);
        lines.advance();

        assertThatThrownBy(lines::advance)
                .isInstanceOf(MalformedLineException.class)
                .hasMessageContaining("longer than 2 MB");
        assertThat(lines.number()).isEqualTo(2);
    }

    @Test
    void cutsTheSameLinesHoweverTheBytesCome() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 3000; i++) {
            String line = "{" + "x".repeat(random.nextInt(2000)) + "}";
            expected.add(i + "@" + text.length() + " " + line);
            text.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
        }

        List<String> lines = read(new Dribble(text.toString(), random));

        assertThat(lines).as("seed %d", seed).isEqualTo(expected);
    }

    private static List<String> read(String text) throws Exception {
        return read(stream(text));
    }

    private static List<String> read(InputStream in) throws Exception {
        LineReader lines = new LineReader(in, 0, 0, 1_000_000);
        List<String> all = new ArrayList<>();
        while (lines.advance()) {
            all.add(lines.number() + "@" + lines.offset() + " " + new String(lines.copy(), StandardCharsets.UTF_8));
        }
        return all;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Hands out a few bytes at a time. */
    private static final class Dribble extends InputStream {
        private final InputStream in;
        private final Random random;

        Dribble(String text, Random random) {
            this.in = stream(text);
            this.random = random;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, Math.min(length, 1 + random.nextInt(9000)));
        }
    }
}
