package dev.leat.datastore.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.schema.MigrationStep.Move;
import dev.leat.elastic.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MigrationStepTest {

    private static final Schema SCHEMA = new Schema(
            "lakes",
            (ObjectNode) Json.MAPPER.readTree("{\"properties\":{\"a\":{\"type\":\"long\"}}}"),
            new Layout(2, 1));
    private static final Move MOVE =
            new Move(new Generation("lakes", 1), new Generation("lakes", 4), SCHEMA, List.of("b", "c.d"));

    @Test
    void comesBackFromItsDocument() {
        for (MigrationStep step : List.<MigrationStep>of(
                new MigrationStep.Planned(MOVE),
                new MigrationStep.Blocked(MOVE),
                new MigrationStep.Created(MOVE),
                new MigrationStep.Copied(MOVE),
                new MigrationStep.Verified(MOVE, 7, 9),
                new MigrationStep.Swapped(MOVE, 7, 9),
                new MigrationStep.Finished(MOVE, 7, 9),
                new MigrationStep.Abandoning(MOVE),
                new MigrationStep.Abandoned(MOVE),
                new MigrationStep.RollingBack(MOVE, 7, 9, Loss.ACCEPTED),
                new MigrationStep.RolledBack(MOVE))) {
            assertThat(MigrationStep.parse(step.toJson(3))).isEqualTo(step);
        }
    }

    @Test
    void refusesAStepOfANewerVersion() {
        ObjectNode json = new MigrationStep.Planned(MOVE).toJson(1).put("step", "CaughtUp");

        assertThatThrownBy(() -> MigrationStep.parse(json))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at step 'CaughtUp', which this version does not");
    }

    @Test
    void leavesFieldsBehindAlsoInLists() {
        SourceCut cut = new SourceCut(List.of("b", "c.d"));

        assertThat(cut("{\"a\":1,\"b\":{\"x\":1},\"c\":[{\"d\":1,\"e\":2},{\"e\":3}]}", cut))
                .isEqualTo("{\"a\":1,\"c\":[{\"e\":2},{\"e\":3}]}");
        assertThat(cut("{ \"a\": 1.0 }", cut)).isEqualTo("{ \"a\": 1.0 }");
    }

    private static String cut(String source, SourceCut cut) {
        return new String(cut.cut(source.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void digestsDependOnEveryDocumentAndNotOnTheirOrder() {
        ContentDigest one = new ContentDigest();
        ContentDigest two = new ContentDigest();
        for (int i = 0; i < 2_000; i++) {
            one.add("d" + i, ("{\"n\":" + i + "}").getBytes(UTF_8));
            two.add("d" + (1_999 - i), ("{\"n\":" + (1_999 - i) + "}").getBytes(UTF_8));
        }
        assertThat(one.firstDifference(two)).isEqualTo(-1);
        assertThat(one.documents()).isEqualTo(2_000);

        one.add("x", "{\"n\":1}".getBytes(UTF_8));
        two.add("x", "{\"n\":2}".getBytes(UTF_8));

        assertThat(one.firstDifference(two)).isEqualTo(ContentDigest.part("x"));
    }
}
