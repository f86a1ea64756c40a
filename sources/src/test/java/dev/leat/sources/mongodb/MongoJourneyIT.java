package dev.leat.sources.mongodb;

import com.mongodb.MongoNamespace;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.leat.sources.journey.Entry;
import dev.leat.sources.journey.ServiceJourney;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

class MongoJourneyIT extends ServiceJourney {

    /** 2026-03-01T12:00:00.250Z. */
    private static final long NOON = 1_772_366_400_250L;

    private final MongoFixture mongo = new MongoFixture();

    @Override
    protected void close() {
        mongo.close();
    }

    @Override
    protected String serviceType() {
        return "mongodb";
    }

    @Override
    protected Map<String, String> open(Path directory) {
        mongo.database().createCollection("hits");
        return Map.of(
                "host",
                mongo.url(),
                "database",
                MongoFixture.DATABASE,
                "collection",
                "hits",
                "batch_size",
                "50",
                "cursor_field",
                "version");
    }

    @Override
    protected List<String> scopes() {
        return List.of("hits");
    }

    @Override
    protected void write(Collection<Entry> written) {
        List<WriteModel<BsonDocument>> models = new ArrayList<>();
        for (Entry entry : written) {
            BsonDocument document = new BsonDocument("_id", new BsonInt32(entry.number()))
                    .append("note", new BsonString(entry.note()))
                    .append("level", new BsonInt32(entry.level()))
                    .append("big", new BsonInt64((1L << 53) + 1))
                    .append("ratio", new BsonDouble(entry.level() / 4.0))
                    .append("amount", new BsonDecimal128(Decimal128.parse(entry.level() + ".50")))
                    .append("even", BsonBoolean.valueOf(entry.level() % 2 == 0))
                    .append("at", new BsonDateTime(NOON + 1000L * entry.level()))
                    .append("gate", new BsonObjectId(gate(entry)))
                    .append("raw", new BsonBinary(raw(entry)))
                    .append("nothing", BsonNull.VALUE)
                    .append("tags", new BsonArray(List.of(new BsonString("lock"), new BsonString("ü"))))
                    .append("place", new BsonDocument("side", new BsonString("left")))
                    .append("version", new BsonInt32(entry.version()));
            models.add(new ReplaceOneModel<>(
                    new BsonDocument("_id", new BsonInt32(entry.number())),
                    document,
                    new ReplaceOptions().upsert(true)));
        }
        mongo.collection("hits").bulkWrite(models);
    }

    private static ObjectId gate(Entry entry) {
        return new ObjectId("507f1f77bcf86cd79943901" + entry.level());
    }

    private static byte[] raw(Entry entry) {
        return ("\u0000" + entry.level()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void remove(Collection<Entry> removed) {
        mongo.collection("hits")
                .bulkWrite(removed.stream()
                        .map(entry -> new DeleteOneModel<BsonDocument>(
                                new BsonDocument("_id", new BsonInt32(entry.number()))))
                        .toList());
    }

    @Override
    protected Map<String, Map<String, Object>> documents(Collection<Entry> all) {
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (Entry entry : all) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("_timestamp", SOME_TIME);
            fields.put("note", entry.note());
            fields.put("level", entry.level());
            fields.put("big", (1L << 53) + 1);
            fields.put("ratio", entry.level() / 4.0);
            fields.put("amount", new BigDecimal(entry.level() + ".50"));
            fields.put("even", entry.level() % 2 == 0);
            fields.put("at", "2026-03-01T12:00:0%d.250000".formatted(entry.level()));
            fields.put("gate", gate(entry).toHexString());
            fields.put("raw", Base64.getEncoder().encodeToString(raw(entry)));
            fields.put("nothing", null);
            fields.put("tags", List.of("lock", "ü"));
            fields.put("place", Map.of("side", "left"));
            fields.put("version", entry.version());
            documents.put(Integer.toString(entry.number()), fields);
        }
        return documents;
    }

    @Override
    protected List<Exclusion> exclusions() {
        return List.of(
                new Exclusion("even", "equals", "false"),
                new Exclusion("at", ">", "2026-03-01T12:00:07Z"),
                new Exclusion("note", "starts_with", "Pegel 2"));
    }

    @Override
    protected boolean isAdmitted(Entry entry) {
        return entry.level() % 2 == 0 && entry.level() < 7 && !("" + entry.number()).startsWith("2");
    }

    @Override
    protected Optional<AdvancedRules> advancedRules() {
        return Optional.of(new AdvancedRules(
                "{\"find\":{\"filter\":{\"level\":{\"$lt\":4}},\"projection\":{\"note\":1}}}",
                "{\"find\":{\"filter\":{},\"sort\":{\"level\":1}}}",
                "find has no key 'sort'"));
    }

    @Override
    protected Map<String, Map<String, Object>> documentsByRule(Collection<Entry> all) {
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (Entry entry : all) {
            if (entry.level() < 4) {
                documents.put(Integer.toString(entry.number()), Map.of("_timestamp", SOME_TIME, "note", entry.note()));
            }
        }
        return documents;
    }

    @Override
    protected void spoil() {
        mongo.collection("hits").renameCollection(new MongoNamespace(MongoFixture.DATABASE, "elsewhere"));
    }

    @Override
    protected void mend() {
        mongo.collection("elsewhere").renameCollection(new MongoNamespace(MongoFixture.DATABASE, "hits"));
    }

    @Override
    protected boolean isIncremental() {
        return true;
    }
}
