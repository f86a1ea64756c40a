package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LuceneTemplateTest {

    private enum Status {
        OPEN
    }

    @Test
    void writesAValueAsOneQuotedTerm() {
        assertThat(LuceneTemplate.fill("user:{} AND lvl:{}", "Anna B", 5)).isEqualTo("user:\"Anna B\" AND lvl:\"5\"");
    }

    @Test
    void hidesQuotesAndBackslashes() {
        assertThat(LuceneTemplate.fill("user:{}", "a\" OR *:* \\")).isEqualTo("user:\"a\\u0022 OR *:* \\u005c\"");
    }

    @Test
    void leavesTextWithoutPlaceholdersAlone() {
        String text = "a:{1 TO 5} AND b:/x{2}/ AND \"c d\"~2 AND e\\:f";

        assertThat(LuceneTemplate.fill(text)).isEqualTo(text);
    }

    @Test
    void writesBoundsOfRanges() {
        Instant at = Instant.parse("2026-11-21T00:00:00Z");

        assertThat(LuceneTemplate.fill("at:[{} TO *] n:{{} TO {}}", at, 1, 2))
                .isEqualTo("at:[\"2026-11-21T00:00:00.000Z\" TO *] n:{\"1\" TO \"2\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    n:>{}  | n:{"5" TO *}
                    n:>={} | n:["5" TO *}
                    n:<{}  | n:{* TO "5"}
                    n:<={} | n:{* TO "5"]
                    """)
    void turnsOperatorsIntoRanges(String template, String text) {
        assertThat(LuceneTemplate.fill(template, 5)).isEqualTo(text);
    }

    @Test
    void escapesAValueBesideAWildcard() {
        assertThat(LuceneTemplate.fill("name:{}*", "a*b c:(d)")).isEqualTo("name:a\\*b\\ c\\:\\(d\\)*");
    }

    @Test
    void putsAValueIntoAPhrase() {
        assertThat(LuceneTemplate.fill("t:\"dear {} there\"~3", "x\"y")).isEqualTo("t:\"dear x\\u0022y there\"~3");
    }

    @Test
    void writesAListAsAnyOfItsValues() {
        assertThat(LuceneTemplate.fill("tag:{} AND NOT tag:{}", List.of("a", Status.OPEN), List.of()))
                .isEqualTo("tag:(\"a\" OR \"open\") AND NOT tag:(+* -*)");
    }

    @Test
    void keepsWhatFollowsATerm() {
        assertThat(LuceneTemplate.fill("(+a:{}^2 -b:{})", "x", "y")).isEqualTo("(+a:\"x\"^2 -b:\"y\")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}:x       | has a placeholder where a field's name belongs
                    a:/{}/     | has a placeholder in a regular expression
                    a:x{}      | has the placeholder in 'x{}' as a part of a value
                    a:[x{} TO *] | has the placeholder in 'x{}' as a part of a bound
                    a:["{}" TO *] | has a placeholder in quotes in a range; leave the quotes out
                    a:{} b:{}  | has more placeholders {} than values were given
                    a:{}~      | has ~ behind a placeholder
                    a:{}* ~2   | has ~ behind a placeholder
                    a:x        | has fewer placeholders {} than the 1 values given
                    """)
    void refusesPlaceholdersThatAreNoValues(String template, String message) {
        assertThatThrownBy(() -> LuceneTemplate.fill(template, "v"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("the query '" + template + "' " + message);
    }

    @Test
    void refusesWhatIsNoValue() {
        assertThatThrownBy(() -> LuceneTemplate.fill("a:{}", (Object) null))
                .hasMessageContaining("got null for a placeholder; ask for a missing field by NOT _exists_:field");
        assertThatThrownBy(() -> LuceneTemplate.fill("a:{}", new Object()))
                .hasMessageContaining("got a value of java.lang.Object");
        assertThatThrownBy(() -> LuceneTemplate.fill("a:[{} TO *]", ""))
                .hasMessageContaining("got '' for a bound of a range, which Lucene text cannot say");
        assertThatThrownBy(() -> LuceneTemplate.fill("a:>{}", "*"))
                .hasMessageContaining("got '*' for a bound of a range, which Lucene text cannot say");
        assertThatThrownBy(() -> LuceneTemplate.fill("a:[{} TO *]", List.of("x")))
                .hasMessageContaining("got several values for a placeholder that takes one");
    }
}
