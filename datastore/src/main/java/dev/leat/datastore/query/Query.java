package dev.leat.datastore.query;

import co.elastic.clients.util.ObjectBuilder;
import dev.leat.elastic.Json;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which documents are meant. Immutable. The same query means the same documents in a search, a count, an aggregation, a
 * deletion and an update, for all of them send it through one {@link QueryRewriter}.
 */
public sealed interface Query {

    /**
     * Text in Lucene's query language, as people type it: {@code status:open AND at:[2026-01-01 TO *]}. Words without a
     * field are looked for in the collection's default fields.
     */
    record Lucene(String text) implements Query {}

    /** A query of Elasticsearch's query language as a JSON object, such as {@code {"term":{"status":"open"}}}. */
    record Raw(String json) implements Query {

        public Raw {
            QueryJson.parse(json);
        }
    }

    /** A query of the official client. */
    record Typed(co.elastic.clients.elasticsearch._types.query_dsl.Query query) implements Query {}

    /** Every document. */
    static Query all() {
        return new Raw("{\"match_all\":{}}");
    }

    /**
     * Lucene text with values put in safely: {@code Query.lucene("user:{} AND at:[{} TO *]", name, since)}. A value is
     * always a value, whatever characters it has: it never adds a clause, a wildcard or an operator.
     *
     * <p>A placeholder stands for a whole term ({@code user:{}}), for a part of a quoted phrase, for a bound of a range
     * (also {@code at:>{}}), or beside a wildcard ({@code name:{}*}). A list stands for any of its values; an empty list
     * for nothing.
     *
     * @param values texts, numbers, booleans, enums, dates, addresses, UUIDs, URIs, and lists of these
     * @throws InvalidQueryException when the placeholders and values do not fit
     */
    static Query lucene(String template, @Nullable Object... values) {
        return new Lucene(LuceneTemplate.fill(template, values));
    }

    /**
     * A query of Elasticsearch's query language.
     *
     * @throws InvalidQueryException when the text is no JSON object
     */
    static Query json(String json) {
        return new Raw(json);
    }

    /** A query of the official client. */
    static Query of(co.elastic.clients.elasticsearch._types.query_dsl.Query query) {
        return new Typed(query);
    }

    /** A query of the official client, put together in place. */
    static Query of(
            Function<
                            co.elastic.clients.elasticsearch._types.query_dsl.Query.Builder,
                            ObjectBuilder<co.elastic.clients.elasticsearch._types.query_dsl.Query>>
                    build) {
        return new Typed(co.elastic.clients.elasticsearch._types.query_dsl.Query.of(build));
    }

    /** The documents of these ids. */
    static Query ids(Collection<String> ids) {
        ObjectNode query = Json.MAPPER.createObjectNode();
        var values = query.putObject("ids").putArray("values");
        ids.forEach(values::add);
        return new Raw(query.toString());
    }
}
