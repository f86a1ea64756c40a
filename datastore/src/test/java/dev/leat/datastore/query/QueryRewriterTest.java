package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.mapping.CopyTo;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Id;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryRewriterTest {

    private final DocumentType<Thing> type = DocumentType.of(Thing.class);
    private final QueryRewriter plain = new QueryRewriter(type, null);
    private final QueryRewriter scoped =
            new QueryRewriter(type, AccessScope.of(AccessFilter.term("classification", "U"), type));

    @Test
    void looksForWordsWithoutAFieldInTextsAndKeywords() {
        assertThat(plain.rewrite(new Query.Lucene("word"), List.of()).toString())
                .isEqualTo("{\"query_string\":{\"query\":\"word\",\"fields\":"
                        + "[\"classification\",\"metadata\",\"note\",\"origin.host\",\"tags\"]}}");
    }

    record Copying(@Id String id, @CopyTo String title, String other) {}

    @Test
    void looksForWordsWhereTheModelCopiesThem() {
        QueryRewriter rewriter = new QueryRewriter(DocumentType.of(Copying.class), null);

        String path = DocumentType.of(Copying.class).findDefaultSearchPath().orElseThrow();
        assertThat(rewriter.rewrite(new Query.Lucene("word"), List.of())
                        .path("query_string")
                        .path("fields")
                        .toString())
                .isEqualTo("[\"" + path + "\"]");
    }

    @Test
    void theIdBecomesElasticsearchsOwn() {
        assertThat(LuceneFields.resolve("id:a OR (id : \"b\" AND tags:id)", new ModelFields(type)))
                .isEqualTo("_id:a OR (_id : \"b\" AND tags:id)");
    }

    @Test
    void anExistingIdIsElasticsearchsOwnToo() {
        assertThat(LuceneFields.resolve("NOT _exists_:id OR _exists_ : \"id\"", new ModelFields(type)))
                .isEqualTo("NOT _exists_:_id OR _exists_ : _id");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', textBlock = """
                    _exists_:hidden, is not indexed and cannot be searched
                    _exists_:parts.host, is inside the nested objects parts
                    _exists_:parts, is inside the nested objects parts
                    _exists_:"notes", did you mean 'note'?
                    """)
    void refusesToAskForTheExistenceOfWhatIsNeverFound(String lucene, String message) {
        assertThatThrownBy(() -> LuceneFields.resolve(lucene, new ModelFields(type)))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expiry:[2026-11-21T00:00:00 TO *]",
                "tags:\"lvll:5\"",
                "tags:/lvll:5/",
                "tags:a\\:b",
                "_exists_:lvl AND _exists_:origin AND _exists_:metadata AND *:*",
                "metadata.any.key:5",
                "meta\\*:x",
                "note.keyword:x"
            })
    void takesNoOtherTextForFields(String lucene) {
        assertThat(LuceneFields.resolve(lucene, new ModelFields(type))).isEqualTo(lucene);
    }

    @Test
    void filtersAndTheScopeNarrowEveryQuery() {
        String json = scoped.rewrite(Query.json("{\"match_all\":{}}"), List.of(Query.ids(List.of("a"))))
                .toString();

        assertThat(json)
                .isEqualTo("{\"bool\":{\"must\":[{\"match_all\":{}}],\"filter\":[{\"ids\":{\"values\":[\"a\"]}},"
                        + "{\"term\":{\"classification\":{\"value\":\"U\"}}}]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"terms\":{\"tags\":{\"index\":\"thing\",\"id\":\"secret\",\"path\":\"tags\"}}}",
                "{\"bool\":{\"must_not\":[{\"more_like_this\":{\"like\":[{\"_id\":\"secret\"}]}}]}}",
                "{\"wrapper\":{\"query\":\"e30=\"}}"
            })
    void aScopedQueryCannotLookAtOtherDocuments(String json) {
        assertThatThrownBy(() -> scoped.rewrite(Query.json(json), List.of()))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("a scoped collection does not take the query");
        assertThat(plain.rewrite(Query.json(json), List.of())).isNotNull();
    }

    @Test
    void refusesWhatIsNoQuery() {
        assertThatThrownBy(() -> Query.json("[]")).hasMessageContaining("must be a JSON object");
        assertThatThrownBy(() -> Query.json("{")).hasMessageContaining("the query is not JSON");
    }
}
