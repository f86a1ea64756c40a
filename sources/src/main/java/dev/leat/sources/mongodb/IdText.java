package dev.leat.sources.mongodb;

import dev.leat.sources.mongodb.MongoSettings.IdFormat;
import java.math.BigDecimal;
import java.util.Base64;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** Writes an {@code _id} as text, the usual kinds as Elastic's own connector does. Stateless. */
final class IdText {

    private static final JsonWriterSettings JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private IdText() {}

    static String of(BsonValue id, IdFormat format) {
        return format == IdFormat.PLAIN ? plain(id) : kind(id.getBsonType()) + ":" + plain(id);
    }

    private static String plain(BsonValue id) {
        return switch (id.getBsonType()) {
            case OBJECT_ID -> id.asObjectId().getValue().toHexString();
            case STRING -> id.asString().getValue();
            case SYMBOL -> id.asSymbol().getSymbol();
            case INT32 -> Integer.toString(id.asInt32().getValue());
            case INT64 -> Long.toString(id.asInt64().getValue());
            case DOUBLE -> number(id.asDouble().getValue());
            case DECIMAL128 -> id.asDecimal128().getValue().toString();
            case BOOLEAN -> id.asBoolean().getValue() ? "True" : "False";
            case NULL -> "None";
            case DATE_TIME -> MongoDates.text(id.asDateTime().getValue());
            case BINARY -> binary(id.asBinary());
            case TIMESTAMP ->
                "Timestamp(%d, %d)"
                        .formatted(
                                Integer.toUnsignedLong(id.asTimestamp().getTime()),
                                Integer.toUnsignedLong(id.asTimestamp().getInc()));
            case MIN_KEY -> "MinKey()";
            case MAX_KEY -> "MaxKey()";
            case DOCUMENT -> id.asDocument().toJson(JSON);
            case END_OF_DOCUMENT, ARRAY, UNDEFINED, REGULAR_EXPRESSION, DB_POINTER, JAVASCRIPT, JAVASCRIPT_WITH_SCOPE ->
                json(id);
        };
    }

    private static String binary(BsonBinary id) {
        return id.getType() == BsonBinarySubType.UUID_STANDARD.getValue() && id.getData().length == 16
                ? id.asUuid().toString()
                : Base64.getEncoder().encodeToString(id.getData());
    }

    private static String json(BsonValue id) {
        String wrapped = new BsonDocument("_", id).toJson(JSON);
        return wrapped.substring(wrapped.indexOf(':') + 1, wrapped.length() - 1).strip();
    }

    /** Numbers of every size keep their digits; the exponent appears where Python shows it. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        double size = Math.abs(value);
        if (size == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        if (size >= 1e-4 && size < 1e16) {
            return decimal.scale() > 0 ? decimal.toPlainString() : decimal.toPlainString() + ".0";
        }
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** Numbers of all types are one kind: MongoDB takes the 1 of one type for the 1 of another. */
    private static String kind(BsonType type) {
        return switch (type) {
            case INT32, INT64, DOUBLE, DECIMAL128 -> "number";
            case STRING, SYMBOL -> "string";
            case OBJECT_ID -> "objectId";
            case DOCUMENT -> "object";
            case BINARY -> "binary";
            case BOOLEAN -> "bool";
            case DATE_TIME -> "date";
            case TIMESTAMP -> "timestamp";
            case NULL, UNDEFINED -> "null";
            case MIN_KEY, MAX_KEY -> "key";
            case END_OF_DOCUMENT, ARRAY, REGULAR_EXPRESSION, DB_POINTER, JAVASCRIPT, JAVASCRIPT_WITH_SCOPE -> "other";
        };
    }
}
