package dev.leat.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.bulk.Action;
import dev.leat.elastic.bulk.BulkOperation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFormatTest {

    private static final String LETTER = """
            {"op":"create","index":"old","id":"7","status":400,"type":"t","reason":"r","source":{"n":9007199254740993}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}                                      | DOCUMENTS",
                "{}                                             | DOCUMENTS",
                "{\"index\":{\"name\":\"a field of that name\"}}| DOCUMENTS",
                "{\"index\":\"a text\"}                         | DOCUMENTS",
                "{\"index\":{\"_id\":\"1\"}}                    | BULK",
                "{\"create\":{}}                                | BULK",
                "{\"delete\":{\"_index\":\"b\",\"_id\":\"1\"}}  | BULK",
                "{\"_id\":\"1\",\"_source\":{}}                 | WITH_META",
                "{\"_source\":{},\"_routing\":\"r\",\"_index\":\"i\",\"_id\":\"1\"} | WITH_META",
                "{\"op\":\"x\",\"id\":\"1\"}                    | DOCUMENTS",
            })
    void isToldByTheContentOfALine(String line, LineFormat format) throws Exception {
        assertThat(LineFormat.of(scanned(line))).isEqualTo(format);
    }

    @Test
    void knowsADeadLetter() throws Exception {
        assertThat(LineFormat.of(scanned(LETTER))).isEqualTo(LineFormat.DEAD_LETTERS);
        assertThat(LineFormat.of(scanned(LETTER.replace("\"status\"", "\"routing\":\"r\",\"status\""))))
                .isEqualTo(LineFormat.DEAD_LETTERS);
    }

    @Test
    void namesDocumentsByFingerprintAndOffset() throws Exception {
        List<BulkOperation> operations = parse("{\"a\":1}\n{\"a\":2}\n", documents(new DocumentIds.OfFile("F")));

        assertThat(operations).extracting(BulkOperation::id).containsExactly("F-0", "F-8");
    }

    @Test
    void namesLinesOfAPipeByAllThatCameBefore() throws Exception {
        List<BulkOperation> one = parse("{\"a\":1}\n{\"b\":2}\n", ofPipe());
        List<BulkOperation> other = parse("{\"a\":9}\n{\"b\":2}\n", ofPipe());

        assertThat(parse("{\"a\":1}\n{\"b\":2}\n", ofPipe()))
                .extracting(BulkOperation::id)
                .isEqualTo(one.stream().map(BulkOperation::id).toList());
        assertThat(other.get(1).id()).isNotEqualTo(one.get(1).id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"k\":\"ä\\u0041\"}           | k   | äA",
                "{\"k\":9007199254740993}       | k   | 9007199254740993",
                "{\"k\":1.0}                    | k   | 1.0",
                "{\"k\":{\"l\":{\"m\":5}}}      | k.l.m | 5",
                "{\"k.l\":\"flat\"}             | k.l | flat",
            })
    void takesTheIdFromAField(String line, String field, String id) throws Exception {
        assertThat(new LineField(field, "id").read(scanned(line))).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{}", "{\"k\":null}", "{\"k\":{}}", "{\"k\":[1]}", "{\"k\":\"\"}"})
    void refusesADocumentWithoutThatField(String line) {
        assertThatThrownBy(() -> new LineField("k", "id").read(scanned(line)))
                .hasMessage("the field 'k', which is to give the id, has no text or number");
    }

    @Test
    void keepsIdRoutingAndBytesOfALineWithMeta() throws Exception {
        BulkOperation operation = parse(
                        "{\"_index\":\"old\",\"_id\":\"a\\\"b\",\"_routing\":\"r\",\"_source\":{ \"n\":1.10 }}",
                        new MetaLines(new Writing(new Destination.One("new"), WriteRule.standard())))
                .getFirst();

        assertThat(operation.index()).isEqualTo("new");
        assertThat(operation.id()).isEqualTo("a\"b");
        assertThat(operation.routing()).isEqualTo("r");
        assertThat(operation.source()).asString().isEqualTo("{ \"n\":1.10 }");
    }

    @Test
    void readsTheBulkFormat() throws Exception {
        List<BulkOperation> operations = parse("""
                {"index":{"_index":"old","_id":"1","routing":"r"}}
                {"a":1}
                {"create":{"_id":2}}
                {"a":2}

                {"update":{"_id":"3","retry_on_conflict":3}}
                {"doc":{"a":3}}
                {"delete":{"_id":"4"}}
                {"index":{}}
                {"a":5}
                """, new BulkLines("new", new DocumentIds.OfFile("F")));

        assertThat(operations)
                .extracting(BulkOperation::action)
                .containsExactly(Action.INDEX, Action.CREATE, Action.UPDATE, Action.DELETE, Action.INDEX);
        assertThat(operations.stream().map(BulkOperation::id).limit(4)).containsExactly("1", "2", "3", "4");
        assertThat(operations.getLast().id()).startsWith("F-");
        assertThat(operations.getFirst().routing()).isEqualTo("r");
        assertThat(operations).extracting(BulkOperation::index).containsOnly("new");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"index\":{\"_id\":\"1\"}}          | the input ends after an action that needs a source line",
                "{\"delete\":{}}                      | the action \"delete\" names no \"_id\"",
                "{\"a\":1}                            | an action is expected",
                "{\"index\":{\"_id\":\"1\",\"version\":3}} | which a load cannot keep to",
            })
    void refusesABulkLineThatItCannotCarryOut(String line, String message) {
        assertThatThrownBy(() -> parse(line, new BulkLines("new", new DocumentIds.OfFile("F"))))
                .hasMessageContaining(message);
    }

    @Test
    void triesADeadLetterAgainAsWhatItWas() throws Exception {
        BulkOperation operation =
                parse(LETTER, new LetterLines(new Destination.One("new"))).getFirst();

        assertThat(operation.action()).isEqualTo(Action.CREATE);
        assertThat(operation.id()).isEqualTo("7");
        assertThat(operation.source()).asString().isEqualTo("{\"n\":9007199254740993}");
    }

    private static DocumentLines ofPipe() {
        return documents(new DocumentIds.OfStream());
    }

    private static DocumentLines documents(DocumentIds ids) {
        return new DocumentLines(
                ids, new LineField("", "id"), new Writing(new Destination.One("x"), WriteRule.standard()));
    }

    private static JsonScanner scanned(String line) throws MalformedLineException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        JsonScanner json = new JsonScanner();
        json.scan(bytes, 0, bytes.length);
        return json;
    }

    private static List<BulkOperation> parse(String text, LineParser parser) throws Exception {
        LineReader lines =
                new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 0, 0, 1_000_000);
        JsonScanner json = new JsonScanner();
        List<BulkOperation> operations = new ArrayList<>();
        while (lines.advance()) {
            json.scan(lines.buffer(), lines.start(), lines.end());
            operations.add(parser.parse(lines, json));
        }
        return operations;
    }
}
