package dev.leat.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void isNeverPrintedNotEvenInsideCredentials() {
        assertThat(new Secret("hunter2")).hasToString("***");
        assertThat(Credentials.basic("ann", "hunter2").toString()).doesNotContain("hunter2");
        assertThat(Credentials.apiKey("hunter2").toString()).doesNotContain("hunter2");
        assertThat(Credentials.bearer("hunter2").toString()).doesNotContain("hunter2");
    }

    @Test
    void becomesTheAuthorizationHeaderThatElasticsearchKnows() {
        assertThat(Credentials.none().authorization()).isEmpty();
        assertThat(Credentials.basic("ann", "pä:ss").authorization()).contains("Basic YW5uOnDDpDpzcw==");
        assertThat(Credentials.apiKey("a2V5").authorization()).contains("ApiKey a2V5");
        assertThat(Credentials.bearer("t0k").authorization()).contains("Bearer t0k");
    }

    @Test
    void equalsByValue() {
        assertThat(new Secret("a")).isEqualTo(new Secret("a")).isNotEqualTo(new Secret("b"));
    }
}
