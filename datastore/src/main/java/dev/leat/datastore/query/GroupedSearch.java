package dev.leat.datastore.query;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A search with grouped results being put together. Not thread-safe; {@link #run} blocks. */
public final class GroupedSearch<T> {

    private static final int DEFAULT_ROWS = 25;
    /** What Elasticsearch gives of one group. */
    private static final int MAX_LIMIT = 100;
    /** Up to here Elasticsearch's count of different values is nearly exact; it takes no higher setting. */
    private static final int PRECISION = 40_000;

    private static final String GROUP = "group";
    private static final String GROUP_COUNT = "groups";

    private final Searches<?> searches;
    private final SearchBuilder<T> search;
    private final DocumentType<T> shape;
    private final Field field;
    private final String path;
    private final SortKeys groupSorts;
    private int limit = 1;

    GroupedSearch(Searches<?> searches, SearchBuilder<T> search, DocumentType<T> shape, String path) {
        this.searches = searches;
        this.search = search;
        this.shape = shape;
        this.path = path;
        this.field = searches.model().requireGrouping(path);
        this.groupSorts = new SortKeys(searches.model());
    }

    /** How many matches of each group to bring: 1 unless told, at most 100. */
    public GroupedSearch<T> limit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidQueryException("a group brings 1 to " + MAX_LIMIT + " matches, and not " + limit
                    + "; search for the group's value to see all");
        }
        this.limit = limit;
        return this;
    }

    /** Orders the matches within each group. */
    public GroupedSearch<T> groupSort(String groupField, Order order) {
        groupSorts.add(groupField, order);
        return this;
    }

    /** One page of groups. */
    public Groups<T> run() {
        int rows = search.window(search.rowsOr(DEFAULT_ROWS), "the grouped search");
        HitReader.Answer answer = searches.call().search(body(rows), SearchCall.Partial.REFUSED);
        MatchDecoder<T> decoder = new MatchDecoder<>(shape);
        List<Groups.Group<T>> groups = new ArrayList<>();
        for (HitReader.RawHit hit : answer.hits().hits()) {
            HitReader.Hits inner = hit.inner();
            if (inner != null) {
                groups.add(new Groups.Group<>(
                        value(hit.fields()), inner.total(), decoder.matches(answer.body(), inner.hits())));
            }
        }
        return new Groups<>(
                search.offset(), rows, answer.hits().total(), groupTotal(answer, rows, groups.size()), groups);
    }

    private ObjectNode body(int rows) {
        ObjectNode body = search.body(rows);
        ObjectNode exists = QueryJson.object();
        exists.put("field", path);
        body.set(
                "query",
                search.queryAnd(new Query.Raw(QueryJson.wrap("exists", exists).toString())));
        ObjectNode inner = QueryJson.object();
        inner.put("name", GROUP);
        inner.put("size", limit);
        inner.put("seq_no_primary_term", true);
        for (String moved : List.of("_source", "highlight")) {
            JsonNode value = body.get(moved);
            if (value != null) {
                inner.set(moved, value);
            }
        }
        if (!groupSorts.isEmpty()) {
            inner.set("sort", groupSorts.json());
        }
        body.put("_source", false);
        body.remove("highlight");
        body.put("track_total_hits", true);
        ObjectNode collapse = body.putObject("collapse");
        collapse.put("field", path);
        collapse.set("inner_hits", inner);
        ObjectNode cardinality = QueryJson.object();
        cardinality.put("field", path);
        cardinality.put("precision_threshold", PRECISION);
        body.putObject("aggregations").set(GROUP_COUNT, QueryJson.wrap("cardinality", cardinality));
        return body;
    }

    private Object value(@Nullable JsonNode fields) {
        ObjectNode bucket = QueryJson.object();
        bucket.set("key", fields == null ? null : fields.path(path).path(0));
        return Facet.value(field, bucket);
    }

    private Total groupTotal(HitReader.Answer answer, int rows, int found) {
        boolean lastSeen = found < rows && (found > 0 || search.offset() == 0);
        return lastSeen
                ? new Total(search.offset() + found, Exactness.EXACT)
                : new Total(
                        answer.aggregations().path(GROUP_COUNT).path("value").asLong(0), Exactness.ESTIMATE);
    }
}
