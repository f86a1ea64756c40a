package dev.leat.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

class JsonScannerTest {

    private final JsonScanner scanner = new JsonScanner();

    @Test
    void agreesWithJacksonOnRandomAndOnDamagedLines() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);

        for (int i = 0; i < 50_000; i++) {
            byte[] line = RandomJson.object(random).getBytes(StandardCharsets.UTF_8);
            if (i % 2 == 1) {
                line[random.nextInt(line.length)] =
                        (byte) RandomJson.DAMAGE.charAt(random.nextInt(RandomJson.DAMAGE.length()));
            }

            assertThat(accepts(line))
                    .as("seed %d, line %s", seed, new String(line, StandardCharsets.UTF_8))
                    .isEqualTo(jacksonAccepts(line));
        }
    }

    @Test
    void agreesWithTheJdkOnWhatIsValidUtf8() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);

        for (int i = 0; i < 50_000; i++) {
            byte[] text = new byte[1 + random.nextInt(5)];
            for (int at = 0; at < text.length; at++) {
                text[at] = (byte) (random.nextInt(4) == 0 ? 'a' : 0x80 + random.nextInt(0x80));
            }
            byte[] line = ("{\"a\":\"" + "?".repeat(text.length) + "\"}").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, line, 6, text.length);

            boolean valid = !new String(text, StandardCharsets.UTF_8).contains("\ufffd");
            assertThat(accepts(line)).as("seed %d, case %d", seed, i).isEqualTo(valid);
        }
    }

    @Test
    void notesWhereTheMembersStand() throws MalformedLineException {
        byte[] line = bytes("{ \"a\" : 1 , \"b c\":{\"a\":[2,{}]}, \"d\":\"x\" }");

        scanner.scan(line, 0, line.length);

        assertThat(scanner.memberCount()).isEqualTo(3);
        assertThat(scanner.name(1)).isEqualTo("b c");
        assertThat(scanner.find(bytes("d"))).isEqualTo(2);
        assertThat(scanner.find(bytes("e"))).isEqualTo(-1);
        assertThat(new String(scanner.copyValue(0), StandardCharsets.UTF_8)).isEqualTo("1");
        assertThat(new String(scanner.copyValue(1), StandardCharsets.UTF_8)).isEqualTo("{\"a\":[2,{}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":oops}       | not valid JSON at column 6: a value is expected",
                "{\"a\":1           | not valid JSON at column 7: the line ends in the middle of the object",
                "{\"a\":1} x        | not valid JSON at column 9: something follows the end of the object",
                "{\"a\":\"b         | not valid JSON at column 8: the line ends in the middle of a string",
                "{a:1}              | not valid JSON at column 2: a name in double quotes is expected",
                "[1,2]              | a JSON object is expected, from '{' to '}'",
                "{\"a\":[1}         | not valid JSON at column 8: ',' or ']' is expected",
            })
    void saysWhatIsWrongAndWhere(String line, String message) {
        assertThatThrownBy(() -> scanner.scan(bytes(line), 0, bytes(line).length))
                .isInstanceOf(MalformedLineException.class)
                .hasMessage(message);
    }

    @Test
    void goesAsDeepAsElasticsearchAndNoDeeper() {
        assertThat(accepts(bytes("{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}")))
                .isTrue();
        assertThat(accepts(bytes("{\"a\":" + "[".repeat(1001) + "]".repeat(1001) + "}")))
                .isFalse();
    }

    private boolean accepts(byte[] line) {
        try {
            scanner.scan(line, 0, line.length);
            return true;
        } catch (MalformedLineException e) {
            return false;
        }
    }

    private static boolean jacksonAccepts(byte[] line) {
        try (JsonParser parser = Json.MAPPER.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
