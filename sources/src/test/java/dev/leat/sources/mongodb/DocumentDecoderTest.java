package dev.leat.sources.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.Configuration;
import dev.leat.elastic.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.UuidRepresentation;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentDecoderTest {

    @Test
    void turnsEveryTypeIntoWhatJsonCanSay() {
        MongoDocument document = decode(Map.of(), BsonDocument.parse("""
                {"_id": {"a": 1}, "id": "own", "text": "ä", "int": 1, "long": {"$numberLong": "9007199254740993"},
                 "double": 0.1, "infinite": {"$numberDouble": "Infinity"}, "bool": true, "null": null,
                 "oid": {"$oid": "507f1f77bcf86cd799439011"}, "list": [1, [2], {"x": null}],
                 "decimal": {"$numberDecimal": "1234567890.123456789012345678901234"},
                 "minus_zero": {"$numberDecimal": "-0"}, "nan": {"$numberDecimal": "NaN"},
                 "date": {"$date": "2024-02-29T12:00:00.5Z"}, "whole": {"$date": "1969-12-31T23:59:59Z"},
                 "time": {"$timestamp": {"t": 4294967295, "i": 1}}, "regex": {"$regularExpression":
                 {"pattern": "^a", "options": "i"}}, "min": {"$minKey": 1}, "max": {"$maxKey": 1},
                 "symbol": {"$symbol": "s"}, "code": {"$code": "f()"}, "scoped": {"$code": "g()", "$scope": {"n": 1}},
                 "undefined": {"$undefined": true}, "binary": {"$binary": {"base64": "AQI=", "subType": "00"}},
                 "uuid": {"$uuid": "6fa459ea-ee8a-3ca4-894e-db77e160355e"},
                 "ref": {"$ref": "gates", "$id": {"$oid": "507f1f77bcf86cd799439011"}},
                 "pointer": {"$dbPointer": {"$ref": "gates", "$id": {"$oid": "507f1f77bcf86cd799439011"}}}}
                """));

        assertThat(document.id()).isEqualTo(BsonDocument.parse("{\"a\": 1}"));
        assertThat(document.refusal()).isNull();
        assertThat(json(document)).isEqualTo(json("""
                {"id": "own", "text": "ä", "int": 1, "long": 9007199254740993, "double": 0.1, "infinite": null,
                 "bool": true, "null": null, "oid": "507f1f77bcf86cd799439011", "list": [1, [2], {"x": null}],
                 "decimal": 1234567890.123456789012345678901234, "minus_zero": 0, "nan": null,
                 "date": "2024-02-29T12:00:00.500000", "whole": "1969-12-31T23:59:59", "time": "2106-02-07T06:28:15",
                 "regex": "/^a/i", "min": "MinKey", "max": "MaxKey", "symbol": "s", "code": "f()", "scoped": "g()",
                 "undefined": null, "binary": "AQI=", "uuid": "6fa459ea-ee8a-3ca4-894e-db77e160355e",
                 "ref": {"$ref": "gates", "$id": "507f1f77bcf86cd799439011"},
                 "pointer": {"$ref": "gates", "$id": "507f1f77bcf86cd799439011"}}
                """));
    }

    @Test
    void treatsDatesOutOfRangeAsTheSettingSays() {
        BsonDocument document = BsonDocument.parse(
                "{\"_id\": 1, \"at\": {\"$date\": {\"$numberLong\": \"-99999999999999\"}}, \"now\": {\"$date\": 0}}");

        assertThat(dates("DATETIME_CLAMP", document)).isEqualTo("[0001-01-01T00:00:00, 1970-01-01T00:00:00]");
        assertThat(dates("DATETIME_AUTO", document)).isEqualTo("[-99999999999999, 1970-01-01T00:00:00]");
        assertThat(dates("DATETIME_MS", document)).isEqualTo("[-99999999999999, 0]");
        assertThat(decode(Map.of("datetime_conversion", "DATETIME"), document).refusal())
                .isEqualTo("The field 'at' holds a date beyond the years 1 to 9999 (-99999999999999 ms); set"
                        + " datetime_conversion to DATETIME_CLAMP or DATETIME_AUTO to mirror it");
    }

    @Test
    void readsOldUuidsAsTheDriverThatIsNamedWroteThem() {
        UUID uuid = UUID.fromString("6fa459ea-ee8a-3ca4-894e-db77e160355e");
        BsonDocument document = new BsonDocument("u", new BsonBinary(uuid, UuidRepresentation.JAVA_LEGACY));

        assertThat(decode(Map.of(), document).fields()).containsEntry("u", null);
        assertThat(decode(Map.of("legacy_uuid", "java"), document).fields()).containsEntry("u", uuid.toString());
        assertThat(decode(Map.of("legacy_uuid", "python"), document).fields())
                .doesNotContainEntry("u", uuid.toString());
    }

    @Test
    void keepsTheFieldIdUnderAnotherNameAndLeavesOutLargeBinaries() {
        BsonDocument document =
                new BsonDocument("id", new BsonBinary(new byte[1025])).append("small", new BsonBinary(new byte[1024]));

        Map<String, @Nullable Object> fields = decode(Map.of("keep_id_as", "own_id", "max_binary_kb", "1"), document)
                .fields();

        assertThat(fields)
                .containsEntry("own_id", null)
                .containsEntry("small", new byte[1024])
                .hasSize(2);
    }

    private static String dates(String conversion, BsonDocument document) {
        MongoDocument decoded = decode(Map.of("datetime_conversion", conversion), document);
        assertThat(decoded.refusal()).isNull();
        return decoded.fields().values().toString();
    }

    private static MongoDocument decode(Map<String, String> changes, BsonDocument document) {
        Map<String, String> settings = new HashMap<>(Map.of("host", "h", "database", "d", "collection", "c"));
        settings.putAll(changes);
        Configuration configuration =
                new MongoSourceProvider().configurationSchema().configure(settings);
        return new DocumentDecoder(MongoSettings.of(configuration))
                .decode(
                        new BsonDocumentReader(document),
                        DecoderContext.builder().build());
    }

    private static Object json(MongoDocument document) {
        return json(Json.MAPPER.writeValueAsString(document.fields()));
    }

    private static Object json(String text) {
        return Json.MAPPER.readTree(text);
    }
}
