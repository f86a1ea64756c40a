package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
    void knowsItsCollection() {
        assertThat(new VersionToken("hits-g0002", 1, 1).isOf("hits")).isTrue();
        assertThat(new VersionToken("hits-g123456", 1, 1).isOf("hits")).isTrue();
        for (String other : List.of(
                "hits",
                "hits-g",
                "hits-g00x2",
                "hits-g0001,other",
                "hits-g*",
                "hits-2-g0001",
                "other-g0001",
                ".security-7")) {
            assertThat(new VersionToken(other, 1, 1).isOf("hits")).as(other).isFalse();
        }
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
