package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VersionTokenTest {

    @Test
    void comesBackFromItsText() {
        VersionToken token = new VersionToken("hits-g0002", 9_007_199_254_740_993L, 3);

        String text = token.toString();

        assertThat(text).matches("[A-Za-z0-9_-]+");
        assertThat(VersionToken.parse(text)).isEqualTo(token);
    }

    @Test
    void refusesOtherTexts() {
        assertThatThrownBy(() -> VersionToken.parse("W/\"7\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a version token: 'W/\"7\"'");
        assertThatThrownBy(() -> VersionToken.parse("aGVsbG8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a version token: 'aGVsbG8'");
    }
}
