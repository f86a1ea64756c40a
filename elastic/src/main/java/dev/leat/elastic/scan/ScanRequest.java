package dev.leat.elastic.scan;

import dev.leat.elastic.Json;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What to read, and how it is to be cut. Immutable.
 *
 * @param index the name of an index, alias or data stream, a pattern, or several with commas between
 * @param query a query of Elasticsearch's query language as a JSON object; null for all documents
 * @param docValueFields fields whose doc values come with each document (Elasticsearch allows 100 unless told otherwise)
 * @param keepAlive how long Elasticsearch holds the snapshot after the last sign of life; an open scan gives these signs
 *     by itself, so this is how long a snapshot outlives a reader that was killed
 * @param limit read at most that many documents; {@link Long#MAX_VALUE} for all
 */
public record ScanRequest(
        String index,
        @Nullable String query,
        Projection projection,
        List<String> docValueFields,
        Slicing slicing,
        Duration keepAlive,
        Versions versions,
        long limit) {

    private static final Duration MIN_KEEP_ALIVE = Duration.ofSeconds(1);

    public ScanRequest {
        if (index.isBlank()) {
            throw new IllegalArgumentException("name an index, or write _all for all of them");
        }
        if (query != null) {
            requireObject(query);
        }
        docValueFields = List.copyOf(docValueFields);
        if (keepAlive.compareTo(MIN_KEEP_ALIVE) < 0) {
            throw new IllegalArgumentException("keepAlive must be at least 1 s, but is " + keepAlive);
        }
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative, but is " + limit);
        }
    }

    /** All of every document, in as many slices as they deserve, without versions, kept for five minutes. */
    public static ScanRequest of(String index) {
        return new ScanRequest(
                index,
                null,
                new Projection.Whole(),
                List.of(),
                new Slicing.Automatic(),
                Duration.ofMinutes(5),
                Versions.WITHOUT,
                Long.MAX_VALUE);
    }

    public ScanRequest withQuery(@Nullable String query) {
        return new ScanRequest(index, query, projection, docValueFields, slicing, keepAlive, versions, limit);
    }

    public ScanRequest withProjection(Projection projection) {
        return new ScanRequest(index, query, projection, docValueFields, slicing, keepAlive, versions, limit);
    }

    public ScanRequest withDocValueFields(List<String> docValueFields) {
        return new ScanRequest(index, query, projection, docValueFields, slicing, keepAlive, versions, limit);
    }

    public ScanRequest withSlicing(Slicing slicing) {
        return new ScanRequest(index, query, projection, docValueFields, slicing, keepAlive, versions, limit);
    }

    public ScanRequest withKeepAlive(Duration keepAlive) {
        return new ScanRequest(index, query, projection, docValueFields, slicing, keepAlive, versions, limit);
    }

    public ScanRequest withVersions(Versions versions) {
        return new ScanRequest(index, query, projection, docValueFields, slicing, keepAlive, versions, limit);
    }

    public ScanRequest withLimit(long limit) {
        return new ScanRequest(index, query, projection, docValueFields, slicing, keepAlive, versions, limit);
    }

    private static void requireObject(String query) {
        boolean object;
        try {
            object = Json.MAPPER.readTree(query).isObject();
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the query is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!object) {
            throw new IllegalArgumentException("the query must be a JSON object, such as {\"match_all\":{}}");
        }
    }
}
