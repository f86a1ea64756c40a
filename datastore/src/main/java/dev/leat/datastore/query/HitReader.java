package dev.leat.datastore.query;

import dev.leat.elastic.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the answer to a search in one pass. Sources are not parsed here: only where each of them stands is kept, so that
 * the codec decodes them straight from the answer's bytes.
 */
final class HitReader {

    /** One hit; its source stands in the answer from {@code from} to {@code to}, and is empty when there is none. */
    record RawHit(
            String index,
            String id,
            double score,
            long seqNo,
            long primaryTerm,
            int from,
            int to,
            Map<String, List<String>> highlights,
            @Nullable JsonNode fields,
            @Nullable Hits inner) {}

    /** Hits and how many there are in all. */
    record Hits(Total total, List<RawHit> hits) {}

    /** What an answer holds besides its hits. */
    @SuppressWarnings("ArrayRecordComponent") // the hits point into it; never compared
    record Answer(byte[] body, Hits hits, ObjectNode aggregations, boolean timedOut, ObjectNode shards) {

        int failedShards() {
            return shards.path("failed").asInt(0);
        }
    }

    private final byte[] body;
    private final JsonParser in;

    private HitReader(byte[] body, JsonParser in) {
        this.body = body;
        this.in = in;
    }

    static Answer read(byte[] body) {
        try (JsonParser in = Json.MAPPER.createParser(body)) {
            return new HitReader(body, in).answer();
        }
    }

    private Answer answer() {
        Hits hits = new Hits(new Total(0, Exactness.AT_LEAST), List.of());
        ObjectNode aggregations = QueryJson.object();
        ObjectNode shards = QueryJson.object();
        boolean timedOut = false;
        in.nextToken();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "timed_out" -> timedOut = in.currentToken() == JsonToken.VALUE_TRUE;
                case "_shards" -> shards = in.readValueAsTree();
                case "aggregations" -> aggregations = in.readValueAsTree();
                case "hits" -> hits = hits();
                default -> in.skipChildren();
            }
        }
        return new Answer(body, hits, aggregations, timedOut, shards);
    }

    private Hits hits() {
        Total total = null;
        List<RawHit> hits = new ArrayList<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "total" -> total = total();
                case "hits" -> {
                    while (in.nextToken() == JsonToken.START_OBJECT) {
                        hits.add(hit());
                    }
                }
                default -> in.skipChildren();
            }
        }
        return new Hits(total == null ? new Total(hits.size(), Exactness.AT_LEAST) : total, hits);
    }

    private Total total() {
        JsonNode total = in.readValueAsTree();
        boolean exact = total.path("relation").asString("").equals("eq");
        return new Total(total.path("value").asLong(0), exact ? Exactness.EXACT : Exactness.AT_LEAST);
    }

    private RawHit hit() {
        String index = "";
        String id = "";
        double score = 0;
        long seqNo = -1;
        long primaryTerm = 0;
        int from = 0;
        int to = 0;
        Map<String, List<String>> highlights = Map.of();
        JsonNode fields = null;
        Hits inner = null;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            switch (name) {
                case "_index" -> index = in.getString();
                case "_id" -> id = in.getString();
                case "_score" -> score = token == JsonToken.VALUE_NULL ? 0 : in.getDoubleValue();
                case "_seq_no" -> seqNo = in.getLongValue();
                case "_primary_term" -> primaryTerm = in.getLongValue();
                case "_source" -> {
                    from = (int) in.currentTokenLocation().getByteOffset();
                    in.skipChildren();
                    to = (int) in.currentLocation().getByteOffset();
                }
                case "highlight" -> highlights = highlights();
                case "fields" -> fields = in.readValueAsTree();
                case "inner_hits" -> inner = innerHits();
                default -> in.skipChildren();
            }
        }
        return new RawHit(index, id, score, seqNo, primaryTerm, from, to, highlights, fields, inner);
    }

    private Map<String, List<String>> highlights() {
        JsonNode tree = in.readValueAsTree();
        Map<String, List<String>> highlights = new LinkedHashMap<>();
        tree.properties()
                .forEach(field -> highlights.put(
                        field.getKey(),
                        field.getValue().valueStream().map(JsonNode::asString).toList()));
        return highlights;
    }

    /** The hits of the one group that was asked for. */
    private @Nullable Hits innerHits() {
        Hits inner = null;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            in.nextToken();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                in.nextToken();
                inner = hits();
            }
        }
        return inner;
    }
}
