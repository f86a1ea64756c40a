package dev.leat.datastore.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

final class UpdateScriptTest {

    private static final List<Step> STEPS =
            List.of(new Step(Verb.INC, List.of("seen"), IntNode.valueOf(1), Step.Order.NATURAL));

    @Test
    void leavesOutSpacesOnlyWhereNothingRunsTogether() {
        String text = UpdateScript.compact("int  x = a + +b - -c; return 'two  words' + x;");

        assertThat(text).isEqualTo("int x=a+ +b- -c;return'two  words'+x;");
    }

    @Test
    void sendsTheScriptWithoutComments() {
        assertThat(UpdateScript.text())
                .startsWith("IllegalArgumentException refused(def step,String why){")
                .doesNotContain("//", "\n", "  ");
    }

    @Test
    void putsStepsAndStartBesideTheScript() {
        JsonNode missing = Json.MAPPER.readTree(UpdateScript.body(STEPS, UpdateScript.Terms.NONE, null));
        JsonNode made = Json.MAPPER.readTree(
                UpdateScript.body(STEPS, UpdateScript.Terms.NONE, "{\"seen\":4}".getBytes(StandardCharsets.UTF_8)));

        assertThat(missing.at("/script/params").toString())
                .isEqualTo("{\"steps\":[{\"verb\":\"INC\",\"path\":[\"seen\"],\"value\":1}]}");
        assertThat(missing.has("upsert")).isFalse();
        assertThat(made.get("script")).isEqualTo(missing.get("script"));
        assertThat(made.get("upsert").toString()).isEqualTo("{\"seen\":4}");
        assertThat(made.get("scripted_upsert").booleanValue()).isTrue();
    }
}
