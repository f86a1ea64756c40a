package dev.leat.sources.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "**/*.* a.txt true",
                "**/*.* a/b/c.txt true",
                "**/*.* README false",
                "**/*.* v1.2/README false",
                "** README true",
                "** a/README true",
                "*.txt a.txt true",
                "*.txt a/a.txt false",
                "a/**/b a/b true",
                "a/**/b a/x/y/b true",
                "a/**/b ab false",
                "a** abc true",
                "a** a/c false",
                "?.txt ä.txt true",
                "?.txt ab.txt false",
                "?a /a false",
                "**/*.{pdf,docx} x/y.docx true",
                "**/*.{pdf,docx} x/y.doc false",
                "[a-c].md b.md true",
                "[!a-c].md b.md false",
                "[!a]b /b false",
                "[+-9] 5 true",
                "[+-9] / false",
                "[/] / false",
                "[é😀]? 😀ß true",
                "[]-^] ] true",
                "a+(b) a+(b) true",
                "\\*.txt *.txt true",
                "\\*.txt a.txt false",
                "a,b a,b true",
                "[x [x true",
                "plans/** plans/2025/a true",
                "plans/** plan/a false"
            })
    void matches(String pattern, String path, boolean expected) {
        assertThat(Glob.of(pattern).matches(path)).isEqualTo(expected);
    }

    @Test
    void takesNoTimeForNamesAndPatternsThatMakeOthersHang() {
        String name = "a".repeat(250);
        String path = "a/".repeat(500) + name;

        assertThat(Glob.of("*a".repeat(60) + "b").matches(name)).isFalse();
        assertThat(Glob.of("**/".repeat(60) + "b").matches(path)).isFalse();
        assertThat(Glob.of("**/{a,*a}".repeat(20) + "b").matches(path)).isFalse();
    }

    @Test
    void refusesWhatIsNoPattern() {
        assertThatThrownBy(() -> Glob.of("[z-a]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'[z-a]' is no pattern: z-a is no range");
        assertThatThrownBy(() -> Glob.of("a".repeat(301)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pattern has at most 300 characters");
    }

    @Test
    void refusesABraceThatIsNotClosed() {
        assertThatThrownBy(() -> Glob.of("*.{a,b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'*.{a,b' is no pattern: a { is not closed");
    }
}
