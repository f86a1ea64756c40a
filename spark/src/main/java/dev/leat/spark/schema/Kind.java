package dev.leat.spark.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How the value of a field is written in a document, and the type of column that it becomes. */
public enum Kind {
    /** A string; a number or a boolean that stands there is taken as it is written. */
    TEXT(DataTypes.StringType),
    /** Anything at all, as JSON. */
    JSON(DataTypes.StringType),
    /** For a column of strings that the user asked for: text as it is, anything larger as JSON. */
    TEXT_OR_JSON(DataTypes.StringType),
    BOOLEAN(DataTypes.BooleanType),
    BYTE(DataTypes.ByteType),
    SHORT(DataTypes.ShortType),
    INTEGER(DataTypes.IntegerType),
    LONG(DataTypes.LongType),
    UNSIGNED_LONG(DataTypes.createDecimalType(20, 0)),
    /** A number of the precision that the user asked for. */
    DECIMAL(DataTypes.createDecimalType(38, 18)),
    FLOAT(DataTypes.FloatType),
    DOUBLE(DataTypes.DoubleType),
    DATE(DataTypes.TimestampType),
    /** A day, which only a user can ask for. */
    DAY(DataTypes.DateType),
    /** Bytes in Base64. */
    BINARY(DataTypes.BinaryType),
    /** A point on earth, in any of the ways that Elasticsearch reads. */
    POINT(struct(List.of("lat", "lon"), DataTypes.DoubleType)),
    VECTOR(DataTypes.createArrayType(DataTypes.FloatType)),
    /** Names with numbers. */
    WEIGHTS(DataTypes.createMapType(DataTypes.StringType, DataTypes.FloatType)),
    /** Names with values of the type that the user asked for. */
    MAP(DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType)),
    /** The name of a relation, or that and the id of a parent. */
    JOIN(struct(List.of("name", "parent"), DataTypes.StringType)),
    INTEGER_RANGE(range(DataTypes.IntegerType)),
    LONG_RANGE(range(DataTypes.LongType)),
    FLOAT_RANGE(range(DataTypes.FloatType)),
    DOUBLE_RANGE(range(DataTypes.DoubleType)),
    DATE_RANGE(range(DataTypes.TimestampType)),
    IP_RANGE(range(DataTypes.StringType));

    private static final Map<String, Kind> BY_MAPPING = Map.ofEntries(
            Map.entry("keyword", TEXT),
            Map.entry("constant_keyword", TEXT),
            Map.entry("counted_keyword", TEXT),
            Map.entry("icu_collation_keyword", TEXT),
            Map.entry("wildcard", TEXT),
            Map.entry("text", TEXT),
            Map.entry("match_only_text", TEXT),
            Map.entry("pattern_text", TEXT),
            Map.entry("annotated_text", TEXT),
            Map.entry("search_as_you_type", TEXT),
            Map.entry("version", TEXT),
            Map.entry("ip", TEXT),
            Map.entry("token_count", TEXT),
            Map.entry("murmur3", TEXT),
            Map.entry("boolean", BOOLEAN),
            Map.entry("byte", BYTE),
            Map.entry("short", SHORT),
            Map.entry("integer", INTEGER),
            Map.entry("long", LONG),
            Map.entry("unsigned_long", UNSIGNED_LONG),
            Map.entry("half_float", FLOAT),
            Map.entry("float", FLOAT),
            Map.entry("rank_feature", FLOAT),
            Map.entry("double", DOUBLE),
            Map.entry("scaled_float", DOUBLE),
            Map.entry("date", DATE),
            Map.entry("date_nanos", DATE),
            Map.entry("binary", BINARY),
            Map.entry("geo_point", POINT),
            Map.entry("dense_vector", VECTOR),
            Map.entry("sparse_vector", WEIGHTS),
            Map.entry("rank_features", WEIGHTS),
            Map.entry("join", JOIN),
            Map.entry("integer_range", INTEGER_RANGE),
            Map.entry("long_range", LONG_RANGE),
            Map.entry("float_range", FLOAT_RANGE),
            Map.entry("double_range", DOUBLE_RANGE),
            Map.entry("date_range", DATE_RANGE),
            Map.entry("ip_range", IP_RANGE));

    /** Of numbers: each column of the former takes all values of the latter. */
    private static final Map<Kind, List<Kind>> WIDER = Map.of(
            UNSIGNED_LONG, List.of(LONG, INTEGER, SHORT, BYTE),
            LONG, List.of(INTEGER, SHORT, BYTE),
            INTEGER, List.of(SHORT, BYTE),
            SHORT, List.of(BYTE),
            DOUBLE, List.of(FLOAT, INTEGER, SHORT, BYTE),
            FLOAT, List.of(SHORT, BYTE));

    @SuppressWarnings("ImmutableEnumChecker") // Spark's types are immutable and do not say so.
    private final DataType type;

    Kind(DataType type) {
        this.type = type;
    }

    /** The kind of a mapping's type; what is not known, now or in a later Elasticsearch, is {@link #JSON}. */
    static Kind of(String mappingType) {
        return BY_MAPPING.getOrDefault(mappingType, JSON);
    }

    /** The type of a column of single values. */
    public DataType type() {
        return type;
    }

    /** Whether what is an array in a document can be a single value. */
    boolean isWrittenAsArray() {
        return this == VECTOR || this == JSON || this == TEXT_OR_JSON;
    }

    /** Whether the digits of a number must come as they were sent, which only a whole source has. */
    public boolean keepsDigits() {
        return this == JSON || this == TEXT_OR_JSON || this == DECIMAL || this == MAP;
    }

    /** The kind that takes the values of both exactly. */
    static Optional<Kind> common(Kind one, Kind other) {
        if (one == other || WIDER.getOrDefault(one, List.of()).contains(other)) {
            return Optional.of(one);
        }
        return WIDER.getOrDefault(other, List.of()).contains(one) ? Optional.of(other) : Optional.empty();
    }

    private static DataType range(DataType bound) {
        return struct(List.of("gte", "gt", "lte", "lt"), bound);
    }

    private static DataType struct(List<String> names, DataType type) {
        return new StructType(names.stream()
                .map(name -> DataTypes.createStructField(name, type, true))
                .toArray(StructField[]::new));
    }
}
