package dev.leat.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@WithElasticsearch
class SharedElasticsearchIT {
    @Test
    void runsTheReleaseThatWasChosen(TestElasticsearch elasticsearch) {
        assertThat(elasticsearch.versionNumber())
                .isEqualTo(TestElasticsearch.version().number());
    }

    @Test
    void listensOnLoopbackOnly(TestElasticsearch elasticsearch) {
        assertThat(elasticsearch.url().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void isTheSameForEveryTest(TestElasticsearch first, TestElasticsearch second) {
        assertThat(first).isSameAs(second);
    }

    @Test
    void countsWhatWasWritten(TestElasticsearch elasticsearch) {
        String index = elasticsearch.uniqueIndex("Counted");

        elasticsearch
                .postLines(
                        "/" + index + "/_bulk", "{\"index\":{\"_id\":\"1\"}}\n{\"a\":1}\n{\"index\":{}}\n{\"a\":2}\n")
                .orFail();

        assertThat(elasticsearch.count(index)).isEqualTo(2);
    }
}
