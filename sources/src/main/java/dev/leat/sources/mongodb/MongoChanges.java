package dev.leat.sources.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import dev.leat.connect.ChangeSink;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Cursor;
import dev.leat.connect.CursorLostException;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * What has changed by the field of the last change. A position is the highest value of that field before anything was
 * read; the next run begins an overlap below it, for writers' clocks differ and writes arrive late. Deleted documents leave
 * no trace in a field: full runs find them. For one call of one thread.
 */
final class MongoChanges implements DocumentSink {

    private static final String FIELD = "field";
    private static final String VALUE = "value";
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final MongoSettings settings;
    private final Scope scope;
    private final BsonDocument wanted;
    private final ChangeSink sink;
    private @Nullable InterruptedException interrupted;

    MongoChanges(MongoSettings settings, Scope scope, MongoRule rule, ChangeSink sink) {
        this.settings = settings;
        this.scope = scope;
        this.sink = sink;
        this.wanted = switch (rule) {
            case MongoRule.Everything everything -> new BsonDocument();
            case MongoRule.Find find when find.isDivisible() && find.projection() == null -> find.filter();
            case MongoRule.Find find ->
                throw new SourceException("Incremental runs know no rule with projection, skip, limit or return_key");
            case MongoRule.Aggregate aggregate ->
                throw new SourceException("Incremental runs know no rule with aggregate; use find, or full runs only");
        };
    }

    /**
     * The highest value now.
     *
     * @param now a date behind this is nobody's last change: it would hide all others until then
     */
    static Cursor position(MongoClient client, MongoSettings settings, Instant now) {
        Map<String, Object> position = new LinkedHashMap<>();
        String field = settings.cursorField();
        if (field != null) {
            BsonDocument highest = client.getDatabase(settings.database())
                    .getCollection(settings.collection(), BsonDocument.class)
                    .find(Filters.exists(field))
                    .projection(Projections.include(field))
                    .sort(Sorts.descending(field))
                    .limit(1)
                    .first();
            BsonValue value = highest == null ? null : notAfter(now, at(highest, field));
            position.put(FIELD, field);
            if (value != null) {
                position.put(VALUE, new BsonDocument(VALUE, value).toJson(EXACT));
            }
        }
        return new Cursor(position);
    }

    /** Finds the documents that changed and are wanted. */
    MongoRule.Find changed(Cursor from) {
        Bson since = since(from);
        Bson filter = wanted.isEmpty() ? since : Filters.and(since, wanted);
        return new MongoRule.Find(filter.toBsonDocument(), null, 0, 0, null, 0, List.of());
    }

    /** Finds the documents that changed and are not wanted any more; null when all are wanted. */
    @Nullable
    BsonDocument left(Cursor from) {
        return wanted.isEmpty()
                ? null
                : Filters.and(since(from), Filters.nor(wanted)).toBsonDocument();
    }

    void deleteAll(MongoCollection<MongoDocument> collection, BsonDocument filter) {
        try (MongoCursor<MongoDocument> cursor =
                collection.find(filter).projection(Projections.include("_id")).iterator()) {
            while (interrupted == null && cursor.hasNext()) {
                BsonValue id = cursor.next().id();
                if (id != null) {
                    sink.delete(scope, IdText.of(id, settings.idFormat()));
                }
            }
        } catch (InterruptedException e) {
            interrupted = e;
        }
    }

    /** The interfaces between here and there cannot pass it on. */
    void throwIfInterrupted() throws InterruptedException {
        if (interrupted != null) {
            throw interrupted;
        }
    }

    @Override
    public void put(SourceDocument document) throws InterruptedException {
        throwIfInterrupted();
        sink.put(scope, document);
    }

    @Override
    public void failed(String id, Exception reason) {
        try {
            sink.failed(scope, id, reason);
        } catch (InterruptedException e) {
            interrupted = e;
        }
    }

    @Override
    public void skip(String id, String reason) {
        throw new UnsupportedOperationException("No document of MongoDB is skipped");
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        throw new UnsupportedOperationException("Changes are read in one go");
    }

    private Bson since(Cursor from) {
        String field = settings.cursorField();
        if (field == null) {
            throw new SourceException(
                    "Incremental runs need the setting cursor_field: a field that grows with every change");
        }
        if (!field.equals(from.value().get(FIELD))) {
            throw new CursorLostException("The position of the last run is not one of the field '" + field + "'");
        }
        BsonValue last = from.value().get(VALUE) instanceof String json
                ? BsonDocument.parse(json).get(VALUE)
                : null;
        return last == null ? Filters.exists(field) : Filters.gte(field, lowered(last, settings.cursorOverlap()));
    }

    private static @Nullable BsonValue notAfter(Instant now, @Nullable BsonValue value) {
        return value != null && value.isDateTime() && value.asDateTime().getValue() > now.toEpochMilli()
                ? new BsonDateTime(now.toEpochMilli())
                : value;
    }

    private static BsonValue lowered(BsonValue value, long overlap) {
        return switch (value.getBsonType()) {
            case DATE_TIME -> new BsonDateTime(value.asDateTime().getValue() - overlap * 1_000);
            case TIMESTAMP -> new BsonTimestamp((int) Math.max(0, time(value.asTimestamp()) - overlap), 0);
            case INT32, INT64 -> new BsonInt64(value.asNumber().longValue() - overlap);
            case DOUBLE -> new BsonDouble(value.asDouble().getValue() - overlap);
            // Nothing can be taken from the others.
            default -> value;
        };
    }

    private static long time(BsonTimestamp timestamp) {
        return Integer.toUnsignedLong(timestamp.getTime());
    }

    private static @Nullable BsonValue at(BsonDocument document, String path) {
        BsonValue value = document;
        for (String name : path.split("\\.", -1)) {
            value = value != null && value.isDocument() ? value.asDocument().get(name) : null;
        }
        return value;
    }
}
