package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.mapping.CopyTo;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Dynamic;
import dev.leat.datastore.mapping.InvalidDocumentException;
import dev.leat.datastore.mapping.Keyword;
import dev.leat.datastore.mapping.Text;
import dev.leat.elastic.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessScopeTest {

    private final DocumentType<Thing> type = DocumentType.of(Thing.class);

    private boolean admits(AccessFilter filter, String source) {
        return AccessScope.of(filter, type).admits(Json.MAPPER.readTree(source));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    true  | {"tags":["x","a"]}
                    true  | {"tags":"a"}
                    false | {"tags":["x",null]}
                    false | {"tags":[]}
                    false | {"tags":null}
                    false | {}
                    """)
    void aTermHoldsForAnyOfTheValues(boolean admitted, String source) {
        assertThat(admits(AccessFilter.term("tags", "a"), source)).isEqualTo(admitted);
        assertThat(admits(AccessFilter.not(AccessFilter.term("tags", "a")), source))
                .isEqualTo(!admitted);
    }

    @ParameterizedTest
    @CsvSource({"origin.host", "parts.host"})
    void findsValuesInObjectsListsAndDottedNames(String path) {
        String head = path.substring(0, path.indexOf('.'));
        AccessFilter filter = AccessFilter.term(path, "h");

        assertThat(admits(filter, "{\"" + head + "\":{\"host\":\"h\"}}")).isTrue();
        assertThat(admits(filter, "{\"" + head + "\":[{\"host\":\"x\"},{\"host\":[null,\"h\"]}]}"))
                .isTrue();
        assertThat(admits(filter, "{\"" + path + "\":\"h\"}")).isTrue();
        assertThat(admits(filter, "{\"" + head + "\":{\"name\":\"h\"}}")).isFalse();
    }

    @Test
    void comparesDatesInWholeMilliseconds() {
        AccessFilter.Range range = AccessFilter.above("expiry", Thing.NOW);

        assertThat(admits(range, "{\"expiry\":\"2026-11-21T12:34:00.000999Z\"}"))
                .isFalse();
        assertThat(admits(range, "{\"expiry\":\"2026-11-21T13:34:00.001+01:00\"}"))
                .isTrue();
        assertThat(admits(range, "{\"expiry\":1795264440001}")).isTrue();
        assertThat(AccessScope.of(range, type).query().toString())
                .isEqualTo("{\"range\":{\"expiry\":{\"gt\":\"2026-11-21T12:34:00.000Z\"}}}");
    }

    @Test
    void whatCannotBeJudgedIsNotAdmitted() {
        AccessFilter filter = AccessFilter.not(AccessFilter.term("lvl", 5));

        assertThat(admits(filter, "{\"lvl\":6}")).isTrue();
        assertThat(admits(filter, "{\"lvl\":\"five\"}")).isFalse();
    }

    @Test
    void emptyListsAdmitNothingOrEverything() {
        assertThat(admits(AccessFilter.terms("tags", List.of()), "{\"tags\":\"a\"}"))
                .isFalse();
        assertThat(admits(AccessFilter.anyOf(), "{}")).isFalse();
        assertThat(admits(AccessFilter.allOf(), "{}")).isTrue();
    }

    @Test
    void nestedFieldsAreAskedForInTheirObjects() {
        assertThat(AccessScope.of(AccessFilter.exists("parts.host"), type)
                        .query()
                        .toString())
                .isEqualTo("{\"nested\":{\"path\":\"parts\",\"query\":{\"exists\":{\"field\":\"parts.host\"}}}}");
    }

    @Test
    void refusesFieldsThatBothSidesCannotCompareAlike() {
        assertThatThrownBy(() -> AccessScope.of(AccessFilter.term("note", "x"), type))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("an access filter cannot use note, which is text;"
                        + " use a keyword, number, boolean, date or ip field");
        assertThatThrownBy(() -> AccessScope.of(AccessFilter.term("tag", "x"), type))
                .hasMessageContaining("did you mean 'tags'?");
        assertThatThrownBy(() -> AccessScope.of(AccessFilter.exists("hidden"), type))
                .hasMessageContaining("hidden of thing, which is not indexed");
        assertThatThrownBy(() -> AccessScope.of(AccessFilter.from("doomed", true), type))
                .hasMessageContaining("cannot compare doomed, which is true or false; use term or terms");
        assertThatThrownBy(() -> AccessScope.of(AccessFilter.term("lvl", "many"), type))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("lvl");
    }

    @Test
    void findsTheWholeOfATextInTheText() {
        AccessFilter filter = AccessFilter.term("note.keyword", "secret plan");

        assertThat(admits(filter, "{\"note\":\"secret plan\"}")).isTrue();
        assertThat(admits(AccessFilter.not(filter), "{\"note\":\"secret plan\"}"))
                .isFalse();
        assertThat(admits(AccessFilter.not(filter), "{\"note\":\"plan\"}")).isTrue();
    }

    record Copying(
            @CopyTo("all") @Nullable String title,
            @Keyword @Nullable String all,
            @CopyTo("words") @Nullable String name,
            @Text @Keyword @Nullable String words,
            @Dynamic @Keyword(normalizer = "lowercase") Map<String, String> labels) {}

    @Test
    void refusesFieldsWhoseValuesAreNotInTheSource() {
        DocumentType<Copying> copying = DocumentType.of(Copying.class);

        assertThatThrownBy(() -> AccessScope.of(AccessFilter.not(AccessFilter.term("all", "secret")), copying))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("an access filter cannot use all of copying, into which other fields are copied;"
                        + " use these");
        assertThatThrownBy(() -> AccessScope.of(AccessFilter.exists("words.keyword"), copying))
                .hasMessageContaining("words.keyword of copying, into which other fields are copied");
        assertThatThrownBy(() -> AccessScope.of(AccessFilter.term("labels.owner", "x"), copying))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageStartingWith("an access filter cannot use labels.owner, which is in a dynamic map");
    }
}
