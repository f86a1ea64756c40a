package dev.leat.elastic.scan;

import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes the search requests of a scan. What stays the same from page to page is written once. */
final class PageRequest {

    private final String constant;

    PageRequest(Slice slice, SlicePart part) {
        StringBuilder body = new StringBuilder();
        // A sort by _doc lets Elasticsearch seek to the place; _shard_doc alone would count up to it on every page.
        body.append("\"sort\":[\"_doc\"],\"track_total_hits\":false");
        body.append(",\"_source\":").append(source(slice.projection()));
        if (slice.query() != null) {
            body.append(",\"query\":").append(slice.query());
        }
        if (!slice.docValueFields().isEmpty()) {
            body.append(",\"docvalue_fields\":").append(json(slice.docValueFields()));
        }
        if (slice.versions() == Versions.WITH) {
            body.append(",\"seq_no_primary_term\":true");
        }
        if (part.pieces() > 1) {
            body.append(",\"slice\":{\"id\":").append(part.piece());
            body.append(",\"max\":").append(part.pieces()).append('}');
        }
        this.constant = body.append(keepAlive(slice.keepAlive())).toString();
    }

    /** The next documents after those sort values, or the first ones. */
    Request page(int size, String pointInTime, @Nullable String after) {
        String body = "{\"size\":" + size + ',' + constant + json(pointInTime) + '}'
                + (after == null ? "" : ",\"search_after\":" + after) + '}';
        return search().withJson(body);
    }

    /** How many documents a query finds. */
    static Request count(String pointInTime, Duration keepAlive, @Nullable String query) {
        return search().withJson("{\"size\":0,\"track_total_hits\":true"
                + (query == null ? "" : ",\"query\":" + query)
                + keepAlive(keepAlive) + json(pointInTime) + "}}");
    }

    /** The least work by which Elasticsearch sees that a snapshot is still wanted. */
    static Request ping(String pointInTime, Duration keepAlive) {
        return search().withJson(
                        "{\"size\":0,\"track_total_hits\":false" + keepAlive(keepAlive) + json(pointInTime) + "}}");
    }

    private static Request search() {
        return Request.read("POST", "/_search").withParameter("allow_partial_search_results", "false");
    }

    /** The beginning of the point-in-time, up to its id. */
    private static String keepAlive(Duration keepAlive) {
        return ",\"pit\":{\"keep_alive\":\"" + keepAlive.toMillis() + "ms\",\"id\":";
    }

    private static String source(Projection projection) {
        return switch (projection) {
            // From 9.2 on Elasticsearch leaves vectors out unless told otherwise; 8.19 knows the key as well (tried).
            case Projection.Whole whole -> "{\"exclude_vectors\":false}";
            case Projection.Without without -> "{\"exclude_vectors\":false,\"excludes\":" + json(without.names()) + '}';
            case Projection.NoSource none -> "false";
            case Projection.Fields fields -> json(fields.names());
        };
    }

    private static String json(Object value) {
        return Json.MAPPER.writeValueAsString(value);
    }
}
