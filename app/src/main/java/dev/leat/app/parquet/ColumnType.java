package dev.leat.app.parquet;

import java.util.List;
import java.util.Map;

/** What the values of a column are. */
public enum ColumnType {
    /** Fields of its own. */
    GROUP,
    /** A string; a number or boolean that stands there is taken as it is written. */
    TEXT,
    /** Anything at all, as JSON. */
    JSON,
    BOOLEAN,
    BYTE,
    SHORT,
    INTEGER,
    LONG,
    UNSIGNED_LONG,
    /** Of a vector, rounded to 32 bits as in the index. */
    FLOAT,
    DOUBLE,
    /** A moment in microseconds: clients write them, though the index keeps milliseconds. */
    DATE,
    /** A moment in nanoseconds. */
    DATE_NANOS,
    BINARY;

    private static final Map<String, ColumnType> BY_MAPPING = Map.ofEntries(
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
            // Documents often have more digits than 32 bits: what the source says is to stay.
            Map.entry("half_float", DOUBLE),
            Map.entry("float", DOUBLE),
            Map.entry("rank_feature", DOUBLE),
            Map.entry("double", DOUBLE),
            Map.entry("scaled_float", DOUBLE),
            Map.entry("date", DATE),
            Map.entry("date_nanos", DATE_NANOS),
            Map.entry("binary", BINARY));

    private static final List<ColumnType> WHOLE = List.of(BYTE, SHORT, INTEGER, LONG, UNSIGNED_LONG);

    /** The type of a mapping's; what is not known, now or in a later Elasticsearch, is {@link #JSON}. */
    static ColumnType of(String mappingType) {
        return BY_MAPPING.getOrDefault(mappingType, JSON);
    }

    /** The type that has room for the values of both. */
    ColumnType or(ColumnType other) {
        if (this == other) {
            return this;
        }
        int mine = WHOLE.indexOf(this);
        int its = WHOLE.indexOf(other);
        if (mine >= 0 && its >= 0 && this != UNSIGNED_LONG && other != UNSIGNED_LONG) {
            return WHOLE.get(Math.max(mine, its));
        }
        boolean exactInDouble = (mine >= 0 && mine <= WHOLE.indexOf(INTEGER) && other == DOUBLE)
                || (its >= 0 && its <= WHOLE.indexOf(INTEGER) && this == DOUBLE);
        return exactInDouble ? DOUBLE : JSON;
    }
}
