package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.document.WriteMark.Trace;
import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class WriteMarkTest {

    @Test
    void isLeftInANewDocument() {
        assertThat(new String(WriteMark.first(bytes("{\"a\":{}}"), "m1"), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":{},\"_leat\":{\"writes\":[\"m1\"]}}");
        assertThat(new String(WriteMark.first(bytes("{ }\n"), "m1"), StandardCharsets.UTF_8))
                .isEqualTo("{ \"_leat\":{\"writes\":[\"m1\"]}}");
    }

    @Test
    void findsItsOwnTraceAfterOthersWroteToo() {
        byte[] base = marked("m1");

        assertThat(WriteMark.trace(base, marked("m1", "m2", "m3"), "m2")).isEqualTo(Trace.FOUND);
        assertThat(WriteMark.trace(base, marked("m1", "m3"), "m2")).isEqualTo(Trace.NOT_FOUND);
    }

    @Test
    void doesNotGuessWhenTheMarksWereDropped() {
        assertThat(WriteMark.trace(marked("m1"), bytes("{}"), "m2")).isEqualTo(Trace.LOST);
        assertThat(WriteMark.trace(marked("m1"), marked("m3"), "m2")).isEqualTo(Trace.LOST);
        assertThat(WriteMark.trace(bytes("{}"), marked("m3"), "m2")).isEqualTo(Trace.LOST);
    }

    @Test
    void forgetsTheOldestAndDoesNotGuessThen() {
        ObjectNode document = (ObjectNode) Json.MAPPER.readTree(marked("m0"));
        byte[] base = Json.MAPPER.writeValueAsBytes(document);
        for (int i = 1; i < WriteMark.KEPT; i++) {
            WriteMark.add(document, "m" + i);
        }
        byte[] full = Json.MAPPER.writeValueAsBytes(document);
        WriteMark.add(document, "last");
        byte[] wrapped = Json.MAPPER.writeValueAsBytes(document);

        assertThat(WriteMark.isIn(full, "m0")).isTrue();
        assertThat(WriteMark.isIn(wrapped, "m0")).isFalse();
        assertThat(WriteMark.isIn(wrapped, "last")).isTrue();
        assertThat(WriteMark.trace(base, full, "other")).isEqualTo(Trace.NOT_FOUND);
        assertThat(WriteMark.trace(base, wrapped, "other")).isEqualTo(Trace.LOST);
    }

    @Test
    void neverRepeatsItself() {
        WriteMark marks = new WriteMark();

        assertThat(marks.next()).isNotEqualTo(marks.next()).startsWith("leat-");
    }

    private static byte[] marked(String... marks) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        for (String mark : marks) {
            WriteMark.add(document, mark);
        }
        return Json.MAPPER.writeValueAsBytes(document);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
