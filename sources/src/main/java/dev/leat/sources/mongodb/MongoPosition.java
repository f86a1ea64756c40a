package dev.leat.sources.mongodb;

import dev.leat.connect.Checkpoint;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Where the reading of a collection has come to.
 *
 * @param bracket the kind of {@code _id} that is being read
 * @param last the last {@code _id} that was put
 */
record MongoPosition(IdBracket bracket, BsonValue last) {

    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    /** The position of a checkpoint, none for the beginning. */
    static Optional<MongoPosition> of(Checkpoint checkpoint) {
        if (checkpoint.isStart()) {
            return Optional.empty();
        }
        BsonDocument stored = BsonDocument.parse(checkpoint.value());
        return Optional.of(new MongoPosition(
                IdBracket.valueOf(stored.getString("kind").getValue()), Objects.requireNonNull(stored.get("last"))));
    }

    /** This position as a checkpoint, unless the {@code _id} is too long for one. */
    Optional<Checkpoint> toCheckpoint() {
        String text = new BsonDocument("kind", new BsonString(bracket.name()))
                .append("last", last)
                .toJson(EXACT);
        return text.length() > Checkpoint.MAX_BYTES / 3 ? Optional.empty() : Optional.of(new Checkpoint(text));
    }
}
