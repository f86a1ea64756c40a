package dev.leat.datastore.mapping;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which keys a map may have. */
enum KeyRule {
    /** A flattened map, or one that is only stored: anything but what Elasticsearch cannot tell apart. */
    DATA,
    /** A dynamic map of single values: a key is a field, dots and all. */
    FIELD,
    /** A dynamic map of objects: a dot in a key would be a level of its own. */
    FIELD_WITHOUT_DOTS;

    /** Half of the 32,766 bytes of a term: in a flattened field a term is the key and the value. */
    private static final int LONGEST_DATA = 16_383;

    private static final int LONGEST_FIELD = 512;

    /** What is wrong with a key; null if nothing is. */
    @Nullable
    String problemOf(@Nullable Object key) {
        return key instanceof String text ? problem(text) : "is no text; the keys of maps are texts";
    }

    private @Nullable String problem(String key) {
        if (!Scalars.isUnicode(key)) {
            return "is a key that is no Unicode: it has half of a surrogate pair";
        }
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (this == DATA) {
            if (key.indexOf('\0') >= 0) {
                return "is a key with a zero character, which Elasticsearch cannot index";
            }
            return bytes > LONGEST_DATA ? "is a key longer than " + LONGEST_DATA + " bytes" : null;
        }
        if (bytes > LONGEST_FIELD) {
            return "is a key longer than " + LONGEST_FIELD + " bytes, too long for the name of a field";
        }
        if (key.isBlank() || key.startsWith(".") || key.endsWith(".") || key.contains("..")) {
            return "is a key that cannot name a field: empty, or with a dot at an end or two in a row; use @Flattened";
        }
        return this == FIELD_WITHOUT_DOTS && key.indexOf('.') >= 0
                ? "is a key with a dot, which Elasticsearch takes for a level; use @Flattened"
                : null;
    }
}
