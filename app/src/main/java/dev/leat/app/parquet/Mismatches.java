package dev.leat.app.parquet;

import dev.leat.elastic.Json;
import dev.leat.elastic.RejectedException;
import org.jspecify.annotations.Nullable;

/** Takes the values of one document that do not fit. Not thread-safe. */
final class Mismatches {

    private final OnMismatch onMismatch;
    private final String index;
    private final String id;
    private @Nullable StringBuilder json;

    Mismatches(OnMismatch onMismatch, String index, String id) {
        this.onMismatch = onMismatch;
        this.index = index;
        this.id = id;
    }

    /**
     * Keeps a value.
     *
     * @param field its path in the mapping
     * @param path its path in the document, with places in arrays
     * @param value as JSON
     * @throws RejectedException when it is not to be kept
     */
    void add(String field, String path, Unfit unfit, String value) {
        if (onMismatch == OnMismatch.FAIL) {
            throw new RejectedException(
                    200,
                    "mismatch",
                    "field '" + field + "' of document '" + id + "' in index '" + index + "' " + unfit.reason()
                            + "; begin again with "
                            + (unfit.remedy() == Unfit.Remedy.ARRAY_FIELD
                                    ? "--array-fields " + field + ", or with "
                                    : "")
                            + "--on-mismatch json, which keeps such values in a column of their own");
        }
        if (json == null) {
            json = new StringBuilder("{");
        } else {
            json.append(',');
        }
        json.append(Json.MAPPER.writeValueAsString(path)).append(':').append(value);
    }

    /** All that were kept, as an object of paths and values; null when there is none. */
    @Nullable
    String json() {
        return json == null ? null : json + "}";
    }
}
