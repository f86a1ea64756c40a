package dev.leat.elastic.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import org.junit.jupiter.api.Test;

class IndexFactsTest {

    private static IndexFacts facts(String json) {
        return IndexFacts.parse("name", Json.MAPPER.readTree(json));
    }

    @Test
    void aPlainIndexGivesBackWhatWasStored() {
        assertThat(facts("{\"name\":{\"aliases\":{},\"mappings\":{},\"settings\":{\"index\":{}}}}"))
                .isEqualTo(new IndexFacts("name", Fidelity.VERBATIM));
    }

    @Test
    void anAliasWritesToItsWriteIndex() {
        assertThat(facts(
                                "{\"g1\":{\"aliases\":{\"name\":{}}},\"g2\":{\"aliases\":{\"name\":{\"is_write_index\":true}}}}")
                        .writeIndex())
                .isEqualTo("g2");
        assertThat(facts("{\"g1\":{\"aliases\":{\"name\":{}}},\"g2\":{\"aliases\":{\"name\":{}}}}")
                        .writeIndex())
                .isNull();
    }

    @Test
    void pipelinesAndSyntheticSourcesChangeDocuments() {
        assertThat(facts("{\"n\":{\"settings\":{\"index\":{\"default_pipeline\":\"p\"}}}}")
                        .fidelity())
                .isEqualTo(Fidelity.TRANSFORMED);
        assertThat(facts("{\"n\":{\"settings\":{\"index\":{\"final_pipeline\":\"_none\"}}}}")
                        .fidelity())
                .isEqualTo(Fidelity.VERBATIM);
        assertThat(facts("{\"n\":{\"settings\":{\"index\":{\"mapping\":{\"source\":{\"mode\":\"synthetic\"}}}}}}")
                        .fidelity())
                .isEqualTo(Fidelity.TRANSFORMED);
        assertThat(facts("{\"n\":{\"settings\":{\"index\":{\"mode\":\"logsdb\"}}}}")
                        .fidelity())
                .isEqualTo(Fidelity.TRANSFORMED);
        assertThat(facts("{\"n\":{\"mappings\":{\"_source\":{\"excludes\":[\"a\"]}}}}")
                        .fidelity())
                .isEqualTo(Fidelity.TRANSFORMED);
        assertThat(facts("{\"n\":{\"mappings\":{\"properties\":{\"v\":{\"type\":\"dense_vector\"}}}}}")
                        .fidelity())
                .isEqualTo(Fidelity.TRANSFORMED);
    }
}
