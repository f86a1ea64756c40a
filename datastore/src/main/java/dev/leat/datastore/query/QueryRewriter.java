package dev.leat.datastore.query;

import dev.leat.datastore.mapping.DocumentType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one way from a {@link Query} to what Elasticsearch is sent, for everything that takes a query: so a search shows
 * exactly the documents that the same query deletes, updates, counts and computes with. It adds the default fields for
 * words without a field, the filters, and the access scope. Immutable and thread-safe.
 */
public final class QueryRewriter {

    /** Queries by which documents outside of a scope could be asked about. */
    private static final Set<String> LOOKING_ELSEWHERE =
            Set.of("more_like_this", "percolate", "has_child", "has_parent", "parent_id", "indexed_shape", "wrapper");

    private final ModelFields fields;
    private final @Nullable AccessScope scope;
    private final List<String> defaultFields;

    public QueryRewriter(DocumentType<?> type, @Nullable AccessScope scope) {
        this.fields = new ModelFields(type);
        this.scope = scope;
        this.defaultFields = fields.defaultFields();
    }

    /**
     * The query with everything that belongs to it.
     *
     * @param filters narrow the query without adding to the score
     * @throws InvalidQueryException when Lucene text names a field that the model does not have, or a scoped query looks
     *     at other documents
     */
    public ObjectNode rewrite(Query query, List<Query> filters) {
        ObjectNode main = json(query);
        if (filters.isEmpty() && scope == null) {
            return main;
        }
        ObjectNode bool = QueryJson.object();
        bool.putArray("must").add(main);
        ArrayNode narrowing = bool.putArray("filter");
        filters.forEach(filter -> narrowing.add(json(filter)));
        if (scope != null) {
            narrowing.add(scope.query());
        }
        return QueryJson.wrap("bool", bool);
    }

    private ObjectNode json(Query query) {
        return switch (query) {
            case Query.Lucene lucene -> lucene(lucene.text());
            case Query.Raw raw -> checked(QueryJson.parse(raw.json()));
            case Query.Typed typed -> checked(QueryJson.of(typed.query()));
        };
    }

    private ObjectNode lucene(String text) {
        ObjectNode queryString = QueryJson.object();
        queryString.put("query", LuceneFields.resolve(text, fields));
        ArrayNode names = queryString.putArray("fields");
        defaultFields.forEach(names::add);
        return QueryJson.wrap("query_string", queryString);
    }

    private ObjectNode checked(ObjectNode query) {
        if (scope != null) {
            requireNoLookElsewhere(query);
        }
        return query;
    }

    private static void requireNoLookElsewhere(JsonNode node) {
        for (var member : node.properties()) {
            if (LOOKING_ELSEWHERE.contains(member.getKey()) || isTermsLookup(member.getKey(), member.getValue())) {
                throw new InvalidQueryException("a scoped collection does not take the query '" + member.getKey()
                        + "' that looks at other documents; ask for values instead");
            }
        }
        node.forEach(QueryRewriter::requireNoLookElsewhere);
    }

    private static boolean isTermsLookup(String name, JsonNode value) {
        return name.equals("terms") && value.isObject() && value.valueStream().anyMatch(JsonNode::isObject);
    }
}
