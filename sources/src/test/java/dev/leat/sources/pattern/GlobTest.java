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
    void refusesABraceThatIsNotClosed() {
        assertThatThrownBy(() -> Glob.of("*.{a,b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'*.{a,b' is no pattern: a { is not closed");
    }
}
