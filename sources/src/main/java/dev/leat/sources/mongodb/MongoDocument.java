package dev.leat.sources.mongodb;

import java.util.Map;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A document as it came from the server.
 *
 * @param id its {@code _id}; null when it has none, as in views
 * @param fields the others, ready to be written
 * @param refusal why this document cannot be mirrored; null when it can
 */
record MongoDocument(
        @Nullable BsonValue id,
        Map<String, @Nullable Object> fields,
        @Nullable String refusal) {

    BsonValue position() {
        return id == null ? BsonNull.VALUE : id;
    }
}
