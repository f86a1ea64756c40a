package dev.leat.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkBodyTest {
    private static final String BODY = "{\"index\":{\"_index\":\"i\",\"_id\":\"1\"}}\n{\"a\":\"ü\"}\n"
            + "{\"delete\":{\"_id\":\"2\"}}\n"
            + "{ \"update\" : {\"_id\":\"3\\\"\"}}\n{\"doc\":{}}\n";

    @Test
    void forwardsTheBytesOfTheItemsThatDoNotFail() {
        BulkBody bulk = BulkBody.parse(BODY.getBytes(StandardCharsets.UTF_8), "/_bulk");

        assertThat(bulk.items()).hasSize(3);
        assertThat(new String(bulk.forwarded(List.of(0, 429, 0)), StandardCharsets.UTF_8))
                .isEqualTo("{\"index\":{\"_index\":\"i\",\"_id\":\"1\"}}\n{\"a\":\"ü\"}\n"
                        + "{ \"update\" : {\"_id\":\"3\\\"\"}}\n{\"doc\":{}}\n");
    }

    @Test
    void putsFailuresIntoTheirPositions() {
        BulkBody bulk = BulkBody.parse(BODY.getBytes(StandardCharsets.UTF_8), "/other/_bulk");
        String answer =
                "{\"errors\":false,\"took\":1,\"items\":[{\"index\":{\"status\":201}},{\"update\":{\"status\":200}}]}";

        String merged = new String(
                bulk.merged(List.of(0, 503, 0), answer.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);

        assertThat(merged)
                .isEqualTo("{\"errors\":true,\"took\":1,\"items\":[{\"index\":{\"status\":201}},"
                        + "{\"delete\":{\"_index\":\"other\",\"_id\":\"2\",\"status\":503,\"error\":"
                        + "{\"type\":\"unavailable_shards_exception\",\"reason\":\"injected by the fault proxy\"}}},"
                        + "{\"update\":{\"status\":200}}]}");
    }
}
