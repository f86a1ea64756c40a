package dev.leat.datastore.query;

import dev.leat.datastore.mapping.Decoded;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.cluster.Repeat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A search being put together; it ends with {@link #run}, {@link #stream}, {@link #count}, {@link #facet} and their like,
 * each of which is about exactly the same documents. Not thread-safe. What it ends with blocks, and throws
 * {@link PartialResultException} rather than answer from a part of the documents.
 */
public final class SearchBuilder<T> {

    /** Elasticsearch reads that many results from the beginning, and no more. */
    static final int WINDOW = 10_000;

    private static final int DEFAULT_ROWS = 25;

    private final Searches<?> searches;
    private final DocumentType<T> shape;
    private final SourceChoice source;
    private Selection selection;
    private final SortKeys sorts;
    private final List<String> highlighted = new ArrayList<>();
    private final ObjectNode aggregations = QueryJson.object();
    private long offset;
    private @Nullable Integer rows;
    private @Nullable Integer countUpTo;
    private @Nullable Duration timeout;
    private SearchCall.Partial partial = SearchCall.Partial.REFUSED;

    SearchBuilder(Searches<T> searches, DocumentType<T> type, Query query) {
        this.searches = searches;
        this.shape = type;
        this.source = SourceChoice.whole(searches.model());
        this.selection = new Selection(query, List.of());
        this.sorts = new SortKeys(searches.model());
    }

    private SearchBuilder(SearchBuilder<?> other, DocumentType<T> shape) {
        this.searches = other.searches;
        this.shape = shape;
        this.source = SourceChoice.of(shape);
        this.selection = other.selection;
        this.sorts = new SortKeys(other.sorts);
        this.highlighted.addAll(other.highlighted);
        this.aggregations.setAll(other.aggregations);
        this.offset = other.offset;
        this.rows = other.rows;
        this.countUpTo = other.countUpTo;
        this.timeout = other.timeout;
        this.partial = other.partial;
    }

    /** Narrows the search without adding to the score. */
    public SearchBuilder<T> filter(Query filter) {
        selection = selection.with(filter);
        return this;
    }

    /** Narrows the search by Lucene text. */
    public SearchBuilder<T> filter(String lucene) {
        return filter(new Query.Lucene(lucene));
    }

    /** Narrows the search to these ids. */
    public SearchBuilder<T> ids(Collection<String> ids) {
        return filter(Query.ids(ids));
    }

    /**
     * The same search with results in another shape, such as a record with a few of the components: Elasticsearch sends
     * only the fields of that shape.
     *
     * @throws InvalidQueryException when it has a field that the collection does not have
     */
    public <R> SearchBuilder<R> as(Class<R> shape) {
        return new SearchBuilder<>(this, searches.projection(shape));
    }

    /** Orders by a field, written {@code "at"}, {@code "at asc"} or {@code "at desc"}; further calls order what is equal. */
    public SearchBuilder<T> sort(String fieldAndOrder) {
        sorts.add(fieldAndOrder);
        return this;
    }

    /** Orders by a field; further calls order what is equal in it. The id can be sorted by too, slowly. */
    public SearchBuilder<T> sort(String field, Order order) {
        sorts.add(field, order);
        return this;
    }

    /** Skips that many matches. Pages fit together only under a {@link #sort}. */
    public SearchBuilder<T> offset(long offset) {
        if (offset < 0) {
            throw new InvalidQueryException("offset must not be negative, but is " + offset);
        }
        this.offset = offset;
        return this;
    }

    /** How many matches a page holds (25 unless told), or a stream at most (all unless told). */
    public SearchBuilder<T> rows(int rows) {
        if (rows < 0) {
            throw new InvalidQueryException("rows must not be negative, but is " + rows);
        }
        this.rows = rows;
        return this;
    }

    /** Asks for fragments of these text or keyword fields with the matching words between {@code <em>} and {@code </em>}. */
    public SearchBuilder<T> highlight(String... fields) {
        for (String field : fields) {
            searches.model().require(field);
            highlighted.add(field);
        }
        return this;
    }

    /** Counts the matches to the last one; else the total is exact up to 10,000 and "at least" beyond. */
    public SearchBuilder<T> exactTotal() {
        countUpTo = Integer.MAX_VALUE;
        return this;
    }

    /** Counts the matches up to that number. */
    public SearchBuilder<T> totalUpTo(int limit) {
        countUpTo = limit;
        return this;
    }

    /** How long each shard may search. What it has not looked at by then makes the result partial, which is an error. */
    public SearchBuilder<T> timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    /** Takes a result from a part of the documents; {@link Page#completeness} says whether it is. */
    public SearchBuilder<T> acceptPartial() {
        partial = SearchCall.Partial.ACCEPTED;
        return this;
    }

    /**
     * Adds an aggregation of Elasticsearch as JSON; the answer is in {@link Page#aggregations} as it comes. Not for scoped
     * collections, because some aggregations look beyond the query.
     */
    public SearchBuilder<T> aggregate(String name, String json) {
        if (searches.scope() != null) {
            throw new InvalidQueryException("a scoped collection takes no aggregation as JSON, which could look at"
                    + " documents outside of the scope; use facet, stats or histogram");
        }
        aggregations.set(name, QueryJson.parse(json));
        return this;
    }

    /**
     * One page of matches.
     *
     * @throws InvalidQueryException when the page lies beyond the first 10,000 matches
     */
    public Page<T> run() {
        int size = window(rows == null ? DEFAULT_ROWS : rows, "the search");
        HitReader.Answer answer = searches.call().search(body(size), partial);
        Map<String, JsonNode> computed = new HashMap<>();
        answer.aggregations().properties().forEach(each -> computed.put(each.getKey(), each.getValue()));
        return new Page<>(
                offset,
                size,
                answer.hits().total(),
                new MatchDecoder<>(shape).matches(answer.body(), answer.hits().hits()),
                computed,
                completeness(answer));
    }

    private static Page.Completeness completeness(HitReader.Answer answer) {
        if (answer.timedOut()) {
            return Page.Completeness.TIMED_OUT;
        }
        return answer.failedShards() > 0 ? Page.Completeness.SHARDS_FAILED : Page.Completeness.COMPLETE;
    }

    int window(int size, String what) {
        if (offset + size > WINDOW) {
            throw new InvalidQueryException(what + " asks for matches " + offset + " to " + (offset + size)
                    + ", and Elasticsearch gives pages of the first " + WINDOW
                    + " only; narrow the query, or read all matches with streamSearch");
        }
        return size;
    }

    ObjectNode body(int size) {
        ObjectNode body = QueryJson.object();
        body.set("query", selection.json(searches.rewriter()));
        body.put("size", size);
        body.put("from", offset);
        body.put("seq_no_primary_term", true);
        source.into(body);
        if (!sorts.isEmpty()) {
            body.set("sort", sorts.json());
        }
        if (countUpTo != null) {
            body.put("track_total_hits", countUpTo);
        }
        if (timeout != null) {
            body.put("timeout", timeout.toMillis() + "ms");
        }
        if (!highlighted.isEmpty()) {
            ObjectNode fields = body.putObject("highlight").putObject("fields");
            highlighted.forEach(fields::putObject);
        }
        if (!aggregations.isEmpty()) {
            body.set("aggregations", aggregations.deepCopy());
        }
        return body;
    }

    /**
     * All matches, in no order, however many there are: a consistent view of the moment at which the first is asked for.
     * Nothing is read before that. Must be closed. Failures come out of the terminal operation.
     */
    public Stream<T> stream() {
        return scan().values();
    }

    /** As {@link #streamMatches}, each as far as it can be read: one document that does not fit hides no other. */
    public Stream<Match<Decoded<T>>> streamLossy() {
        return scan().decoded();
    }

    /** As {@link #stream}, with ids and versions. */
    public Stream<Match<T>> streamMatches() {
        return scan().matches();
    }

    /**
     * Hands every match to the consumer, which is called by that many threads at the same time; returns when all are
     * done. The first failure ends all and is thrown.
     */
    public void forEach(int parallelism, Consumer<Match<T>> consumer) {
        scan().forEach(parallelism, consumer);
    }

    /** The ids of all matches, in no order; lazily, and to be closed, as {@link #stream}. */
    public Stream<String> keys() {
        return scan().keys();
    }

    private MatchScan<T> scan() {
        if (offset > 0 || !sorts.isEmpty() || !highlighted.isEmpty() || !aggregations.isEmpty()) {
            throw new InvalidQueryException(
                    "a stream of all matches has no offset, sort, highlight or aggregation; leave them out, or use run()");
        }
        return new MatchScan<>(searches.cluster(), searches.alias(), query(), source, rows, shape);
    }

    /** How many documents match, exactly. */
    public long count() {
        return searches.call().count(query());
    }

    /**
     * The ten most frequent values of a field. A document that has several of them counts for each.
     *
     * @throws InvalidQueryException when the field has no whole values to count, as text
     */
    public Facet facet(String field) {
        return facet(field, Facet.DEFAULT_ROWS);
    }

    /** As {@link #facet(String)}, with another number of values, at most 10,000. */
    public Facet facet(String field, int rows) {
        return Facet.compute(searches, query(), field, rows);
    }

    /** Count, minimum, maximum, average and sum of a numeric field. */
    public Stats stats(String field) {
        return Stats.compute(searches, query(), field);
    }

    /**
     * How many matches have a number in each gap from {@code from} up to, and without, {@code to}. Elasticsearch compares
     * with the edges between gaps in double precision: beyond 2^53 a number may be counted in the gap beside its own.
     *
     * @throws InvalidQueryException when there are more than {@link Histogram#MAX_BUCKETS} gaps
     */
    public Histogram<Long> histogram(String field, long from, long to, long gap) {
        return new NumberHistograms(searches, this).whole(field, from, to, gap);
    }

    /** As {@link #histogram(String, long, long, long)}, for decimals. */
    public Histogram<Double> histogram(String field, double from, double to, double gap) {
        return new NumberHistograms(searches, this).decimal(field, from, to, gap);
    }

    /** How many matches have a date in each gap of a fixed length; the first begins at {@code from}. */
    public Histogram<Instant> histogram(String field, Instant from, Instant to, Duration gap) {
        return new DateHistograms(searches, this).fixed(field, from, to, gap);
    }

    /**
     * How many matches have a date in each day, month and so on of a time zone. The first one holds {@code from} and may
     * have begun before; what lies before {@code from}, and at {@code to} or after, is not counted.
     */
    public Histogram<ZonedDateTime> histogram(String field, Instant from, Instant to, CalendarUnit gap, ZoneId zone) {
        return new DateHistograms(searches, this).calendar(field, from, to, gap, zone);
    }

    /**
     * Puts the matches into groups of the same value in a field; offset, rows and sort are then those of the groups.
     *
     * @throws InvalidQueryException when the field is no keyword or number, or can have several values
     */
    public GroupedSearch<T> groupedSearch(String field) {
        if (!aggregations.isEmpty()) {
            throw new InvalidQueryException(
                    "a grouped search brings no answers of aggregations; ask for them with run()");
        }
        return new GroupedSearch<>(searches, this, shape, field);
    }

    /**
     * Deletes every document that matches, as a search for the same query shows them. A document that was changed
     * meanwhile is looked at again, and deleted if it still matches.
     */
    public ByQueryReport deleteByQuery() {
        return ByQuery.delete(searches.cluster(), searches.alias(), query(), limit());
    }

    /**
     * Changes every document that matches by a write of the caller's, on the condition that it is still the one that was
     * found. A document that was changed meanwhile is looked at again, and changed if it still matches.
     *
     * @param repeat {@link Repeat#IDEMPOTENT} when a document that was changed already may be given to the change again,
     *     as happens after an outage; {@link Repeat#ONCE} when not, so that an outage ends the run
     * @throws InvalidQueryException under a scope, which could not hold for what the caller writes
     */
    public ByQueryReport changeByQuery(Repeat repeat, DocumentChange change) {
        return changeByQuery(
                repeat, (patience, account) -> new WriterRound(searches.cluster(), patience, change, account));
    }

    /**
     * As {@link #changeByQuery(Repeat, DocumentChange)}, for changes of more than one write: the caller sees to it that a
     * document is changed only if it is still the one that was found.
     */
    public ByQueryReport changeByQuery(Repeat repeat, MatchRound.Opener rounds) {
        if (searches.scope() != null) {
            throw new InvalidQueryException(
                    "a scoped collection takes no writes of the caller's own by query; use updateByQuery");
        }
        return ByQuery.change(searches.cluster(), searches.alias(), query(), limit(), repeat, rounds);
    }

    private long limit() {
        if (offset > 0 || !sorts.isEmpty()) {
            throw new InvalidQueryException("a change by query has no offset and no sort; leave them out");
        }
        return rows == null ? Long.MAX_VALUE : rows;
    }

    ObjectNode query() {
        return selection.json(searches.rewriter());
    }

    /** The query and one condition more. */
    ObjectNode queryAnd(Query condition) {
        return selection.with(condition).json(searches.rewriter());
    }

    long offset() {
        return offset;
    }

    int rowsOr(int otherwise) {
        return rows == null ? otherwise : rows;
    }
}
