package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.Version;
import dev.leat.elastic.Json;
import dev.leat.elastic.UnavailableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The documents in an answer to {@code _mget} or {@code _search}, their sources as they stand.
 *
 * @param documents those that were found
 * @param isMissing whether it says of a document that its index is not there
 * @param failure what it says of a document that could not be read, on one line; null when all could
 * @param shards how many shards answered a search, and none failed; 0 otherwise
 */
record Answer(
        List<StoredDocument> documents,
        boolean isMissing,
        @Nullable String failure,
        int shards) {

    private static final String NO_INDEX = "index_not_found_exception";

    /**
     * Reads an answer.
     *
     * @param uuid of the index that was asked
     */
    static Answer parse(byte[] body, String uuid) {
        Reader reader = new Reader(body, uuid);
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            parser.nextToken();
            reader.root(parser);
        } catch (JacksonException e) {
            throw new UnavailableException("an answer of Elasticsearch cannot be read: " + e.getOriginalMessage(), e);
        }
        boolean isWhole = reader.failedShards == 0 && !reader.isTimedOut;
        return new Answer(reader.documents, reader.isMissing, reader.failure, isWhole ? reader.shards : 0);
    }

    private static final class Reader {
        private final byte[] body;
        private final String uuid;
        private final List<StoredDocument> documents = new ArrayList<>();
        private boolean isMissing;
        private @Nullable String failure;
        private boolean isTimedOut;
        private int shards;
        private int failedShards;

        Reader(byte[] body, String uuid) {
            this.body = body;
            this.uuid = uuid;
        }

        void root(JsonParser parser) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    // The hits of a search are in an object that is called hits as well.
                    case "docs", "hits" -> {
                        if (value == JsonToken.START_ARRAY) {
                            while (parser.nextToken() == JsonToken.START_OBJECT) {
                                document(parser);
                            }
                        } else {
                            root(parser);
                        }
                    }
                    case "_shards" -> shards(parser);
                    case "timed_out" -> isTimedOut = value == JsonToken.VALUE_TRUE;
                    default -> parser.skipChildren();
                }
            }
        }

        private void shards(JsonParser parser) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "successful" -> shards = parser.getIntValue();
                    case "failed" -> failedShards = parser.getIntValue();
                    default -> parser.skipChildren();
                }
            }
        }

        private void document(JsonParser parser) {
            String id = "";
            long sequenceNumber = -1;
            long primaryTerm = 0;
            byte[] source = new byte[0];
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "_id" -> id = parser.getString();
                    case "_seq_no" -> sequenceNumber = parser.getLongValue();
                    case "_primary_term" -> primaryTerm = parser.getLongValue();
                    case "_source" -> source = slice(parser);
                    case "error" -> error(parser);
                    default -> parser.skipChildren();
                }
            }
            if (sequenceNumber >= 0) {
                documents.add(new StoredDocument(id, new Version(uuid, sequenceNumber, primaryTerm), source));
            }
        }

        private byte[] slice(JsonParser parser) {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            return Arrays.copyOfRange(
                    body, start, (int) parser.currentLocation().getByteOffset());
        }

        private void error(JsonParser parser) {
            String type = "";
            String reason = "";
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "type" -> type = parser.getString();
                    case "reason" -> reason = parser.getString();
                    default -> parser.skipChildren();
                }
            }
            isMissing |= type.equals(NO_INDEX);
            failure = type + ": " + reason;
        }
    }
}
