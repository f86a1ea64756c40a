package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The story of the demo, told once by the assembled distribution. */
class DemoIT {

    @Test
    void mirrorsSearchesChangesAndMirrorsAgain(@TempDir Path folder) throws Exception {
        LeatProcess.Result result = LeatProcess.in(folder)
                .without("LEAT_CACHE")
                .leat("demo", "--once", "--json")
                .orFail(0);

        JsonNode summary = Json.MAPPER.readTree(result.out());
        assertThat(summary.path("exact").asBoolean()).isTrue();
        assertThat(summary.path("first").path(1).path("created").asLong()).isEqualTo(20_000);
        assertThat(summary.path("second").path(1).path("deleted").asLong()).isEqualTo(40);
        assertThat(result.err())
                .contains("'sluice' in the documents (3 best):")
                .contains("Work orders by status:")
                .contains("Exactly these changes arrived, and nothing else was touched.");
    }
}
