package dev.leat.sources.mongodb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDbPointer;
import org.bson.BsonReader;
import org.bson.BsonRegularExpression;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.UuidRepresentation;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads documents off the wire straight into fields. Never throws for a value, however odd: the driver decodes a whole
 * batch at once, and one document must not cost the others. Thread-safe.
 */
final class DocumentDecoder implements Codec<MongoDocument> {

    private static final Logger LOGGER = LoggerFactory.getLogger(DocumentDecoder.class);
    private static final BsonValueCodec VALUES = new BsonValueCodec();

    /** Fields are named in warnings once, and a source with thousands of odd ones must not flood the log. */
    private static final int TOLD_AT_MOST = 20;

    private final MongoSettings settings;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    DocumentDecoder(MongoSettings settings) {
        this.settings = settings;
    }

    @Override
    public MongoDocument decode(BsonReader reader, DecoderContext context) {
        return new Reading(reader, context).document();
    }

    @Override
    public void encode(BsonWriter writer, MongoDocument value, EncoderContext context) {
        throw new UnsupportedOperationException("A source only reads");
    }

    @Override
    public Class<MongoDocument> getEncoderClass() {
        return MongoDocument.class;
    }

    /** One document on its way in. */
    private final class Reading {

        private final BsonReader reader;
        private final DecoderContext context;
        private @Nullable String refusal;

        Reading(BsonReader reader, DecoderContext context) {
            this.reader = reader;
            this.context = context;
        }

        MongoDocument document() {
            BsonValue id = null;
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                String name = reader.readName();
                if (name.equals("_id")) {
                    id = VALUES.decode(reader, context);
                } else {
                    fields.put(
                            name.equals("id") && settings.keepIdAs() != null ? settings.keepIdAs() : name, value(name));
                }
            }
            reader.readEndDocument();
            return new MongoDocument(id, fields, refusal);
        }

        private @Nullable Object value(String name) {
            return switch (reader.getCurrentBsonType()) {
                case STRING -> reader.readString();
                case INT32 -> reader.readInt32();
                case INT64 -> reader.readInt64();
                case DOUBLE -> finite(name, reader.readDouble());
                case BOOLEAN -> reader.readBoolean();
                case OBJECT_ID -> reader.readObjectId().toHexString();
                case DATE_TIME -> date(name, reader.readDateTime());
                case DOCUMENT -> object();
                case ARRAY -> array(name);
                case DECIMAL128 -> decimal(name, reader.readDecimal128());
                case BINARY -> binary(name, reader.readBinaryData());
                case TIMESTAMP ->
                    MongoDates.text(
                            Integer.toUnsignedLong(reader.readTimestamp().getTime()) * 1000);
                case SYMBOL -> reader.readSymbol();
                case REGULAR_EXPRESSION -> expression(reader.readRegularExpression());
                case DB_POINTER -> pointer(reader.readDBPointer());
                case JAVASCRIPT -> reader.readJavaScript();
                case JAVASCRIPT_WITH_SCOPE -> codeWithScope();
                case NULL -> nothing(reader::readNull, null);
                case UNDEFINED -> nothing(reader::readUndefined, null);
                case MIN_KEY -> nothing(reader::readMinKey, "MinKey");
                case MAX_KEY -> nothing(reader::readMaxKey, "MaxKey");
                case END_OF_DOCUMENT -> throw new IllegalStateException("There is no value at the end of a document");
            };
        }

        private @Nullable Object nothing(Runnable read, @Nullable String value) {
            read.run();
            return value;
        }

        private Map<String, @Nullable Object> object() {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                String name = reader.readName();
                object.put(name, value(name));
            }
            reader.readEndDocument();
            return object;
        }

        private List<@Nullable Object> array(String name) {
            List<@Nullable Object> array = new ArrayList<>();
            reader.readStartArray();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                array.add(value(name));
            }
            reader.readEndArray();
            return array;
        }

        private @Nullable Object codeWithScope() {
            String code = reader.readJavaScriptWithScope();
            object();
            return code;
        }

        private @Nullable Object finite(String name, double number) {
            return Double.isFinite(number) ? (Object) number : leftOut(name, "it is no finite number");
        }

        private @Nullable Object decimal(String name, Decimal128 number) {
            if (!number.isFinite()) {
                return leftOut(name, "it is no finite number");
            }
            try {
                return number.bigDecimalValue();
            } catch (ArithmeticException negativeZero) {
                return BigDecimal.ZERO;
            }
        }

        private Object date(String name, long millis) {
            if (settings.dates() == MongoSettings.Dates.DATETIME_MS) {
                return millis;
            }
            if (MongoDates.isInRange(millis)) {
                return MongoDates.text(millis);
            }
            return switch (settings.dates()) {
                case DATETIME_MS, DATETIME_AUTO -> millis;
                case DATETIME_CLAMP -> MongoDates.text(millis < 0 ? MongoDates.FIRST : MongoDates.LAST);
                case DATETIME -> {
                    refusal =
                            "The field '%s' holds a date beyond the years 1 to 9999 (%d ms); set datetime_conversion to"
                                            .formatted(name, millis)
                                    + " DATETIME_CLAMP or DATETIME_AUTO to mirror it";
                    yield millis;
                }
            };
        }

        private @Nullable Object binary(String name, BsonBinary binary) {
            UuidRepresentation legacy = settings.legacyUuid();
            boolean isLegacy = binary.getType() == BsonBinarySubType.UUID_LEGACY.getValue();
            boolean isUuid = binary.getData().length == 16;
            if (binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue() && isUuid) {
                return binary.asUuid().toString();
            }
            if (isLegacy && legacy == null) {
                return leftOut(name, "it is a UUID of the old kind; say with legacy_uuid which driver wrote it");
            }
            if (isLegacy && legacy != null && isUuid) {
                return binary.asUuid(legacy).toString();
            }
            return binary.getData().length <= settings.maxBinaryBytes()
                    ? binary.getData()
                    : leftOut(name, "binary data beyond max_binary_kb");
        }

        private @Nullable Object leftOut(String name, String reason) {
            if (told.size() < TOLD_AT_MOST && told.add(name + reason)) {
                LOGGER.atWarn()
                        .addKeyValue("collection", settings.collection())
                        .addKeyValue("field", name)
                        .addKeyValue("reason", reason)
                        .log("a value is left out, and others of this field may be");
            }
            return null;
        }

        private static String expression(BsonRegularExpression expression) {
            return "/" + expression.getPattern() + "/" + expression.getOptions();
        }

        private static Map<String, @Nullable Object> pointer(BsonDbPointer pointer) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("$ref", pointer.getNamespace());
            object.put("$id", pointer.getId().toHexString());
            return object;
        }
    }
}
