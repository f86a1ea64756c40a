package dev.leat.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRuleTest {

    private static final VersionRule RULE = new VersionRule(VersionRule.SUPPORTED);

    @ParameterizedTest
    @CsvSource({
        "8.19.13, default, false, ''",
        "9.0.0-SNAPSHOT, default, false, ''",
        "9.4.3+build7, default, false, ''",
        "9.4.3.1, default, false, ''",
        "9.9.0, default, false, is newer than what this service was tried with (9.4)",
        "8.18.0, default, true, does not fit",
        "7.17.0, default, true, does not fit",
        "10.0.0, default, true, does not fit",
        "odd, default, true, cannot be understood",
        "8.11.0, serverless, false, ''"
    })
    void judgesVersions(String version, String flavor, boolean isFatal, String message) {
        VersionRule.Verdict verdict = RULE.judge(version, flavor);

        assertThat(verdict.isFatal()).isEqualTo(isFatal);
        assertThat(verdict.message()).contains(message);
        assertThat(verdict.message().isEmpty()).isEqualTo(message.isEmpty());
    }
}
