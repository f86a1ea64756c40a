package dev.leat.elastic.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElasticErrorTest {

    @Test
    void tellsTheCauseThatSaysMore() {
        String body = """
                {"error":{"type":"document_parsing_exception","reason":"[1:7] failed to parse field [at]",
                 "caused_by":{"type":"illegal_argument_exception","reason":"failed to parse date\\nfield [x]"}},"status":400}
                """;

        assertThat(ElasticError.parse(body.getBytes(UTF_8)))
                .contains(new ElasticError(
                        "document_parsing_exception",
                        "[1:7] failed to parse field [at]: failed to parse date field [x]"));
    }

    @Test
    void tellsWhyAShardFailed() {
        String body = """
                {"error":{"type":"search_phase_execution_exception","reason":"all shards failed",
                 "failed_shards":[{"shard":0,"reason":{"type":"script_exception","reason":"runtime error",
                  "caused_by":{"type":"arithmetic_exception","reason":"/ by zero"}}}]},"status":400}
                """;

        assertThat(ElasticError.parse(body.getBytes(UTF_8)).orElseThrow().reason())
                .isEqualTo("all shards failed: runtime error: / by zero");
    }

    @Test
    void isNoErrorOfElasticsearchWhenSomethingElseAnswers() {
        assertThat(ElasticError.parse("<html>Bad gateway</html>".getBytes(UTF_8)))
                .isEmpty();
        assertThat(ElasticError.parse("[]".getBytes(UTF_8))).isEmpty();
        assertThat(ElasticError.parse(new byte[0])).isEmpty();
    }

    @Test
    void understandsAnErrorThatIsOnlyAString() {
        assertThat(ElasticError.parse("{\"error\":\"no handler found\"}".getBytes(UTF_8)))
                .contains(new ElasticError("error", "no handler found"));
    }
}
