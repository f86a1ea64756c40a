package dev.leat.elastic.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.cluster.ElasticError;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BulkAnswerTest {

    private static final String ANSWER = """
            {"took":30,"errors":true,"ingest_took":1,"items":[
            {"index":{"_index":"i","_id":"1","_version":3,"result":"updated","forced_refresh":true,
              "_shards":{"total":2,"successful":1,"failed":0},"_seq_no":7,"_primary_term":2,"status":200}},
            {"create":{"_index":"i","_id":"2","status":400,"error":{"type":"document_parsing_exception",
              "reason":"[1:6] failed to parse","caused_by":{"type":"x","reason":"For input string"}}}},
            {"delete":{"_index":"i","_id":"3","_version":1,"result":"not_found","_seq_no":8,"_primary_term":2,"status":404}}
            ]}""";

    @Test
    void readsEachResult() {
        assertThat(BulkAnswer.parse(ANSWER.getBytes(UTF_8), 3))
                .hasValueSatisfying(results -> assertThat(results)
                        .containsExactly(
                                new ItemResult(200, "updated", 3, 7, 2, null),
                                new ItemResult(
                                        400,
                                        "",
                                        -1,
                                        -1,
                                        -1,
                                        new ElasticError(
                                                "document_parsing_exception",
                                                "[1:6] failed to parse: For input string")),
                                new ItemResult(404, "not_found", 1, 8, 2, null)));
    }

    @Test
    void anAnswerOfAnotherLengthIsNone() {
        assertThat(BulkAnswer.parse(ANSWER.getBytes(UTF_8), 4)).isEmpty();
        assertThat(BulkAnswer.parse(ANSWER.getBytes(UTF_8), 2)).isEmpty();
    }

    @Test
    void anAnswerThatBreaksOffAnywhereIsNone() {
        byte[] whole = ANSWER.getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            assertThat(BulkAnswer.parse(Arrays.copyOf(whole, length), 3))
                    .as("the first %d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void somethingElseIsNone() {
        assertThat(BulkAnswer.parse("<html>fine</html>".getBytes(UTF_8), 1)).isEmpty();
        assertThat(BulkAnswer.parse("{}".getBytes(UTF_8), 1)).isEmpty();
    }
}
