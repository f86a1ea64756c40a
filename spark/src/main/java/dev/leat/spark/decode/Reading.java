package dev.leat.spark.decode;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.scan.Hit;
import dev.leat.spark.option.Mismatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The document that is being read, and how far. Not thread-safe. */
final class Reading {

    private final Mismatch onMismatch;
    private final JsonParser parser;
    private final Hit hit;
    private final SourceForm form;

    Reading(Hit hit, JsonParser parser, Mismatch onMismatch, SourceForm form) {
        this.form = form;
        this.hit = hit;
        this.parser = parser;
        this.onMismatch = onMismatch;
    }

    JsonParser parser() {
        return parser;
    }

    JsonToken token() {
        return parser.currentToken();
    }

    Mismatch onMismatch() {
        return onMismatch;
    }

    /** Requires that the number here has the digits with which it was sent to Elasticsearch. */
    void requireAsSent(String path) {
        if (form == SourceForm.FILTERED && token() == JsonToken.VALUE_NUMBER_FLOAT) {
            throw new RewrittenNumberException(path);
        }
    }

    String index() {
        return hit.index();
    }

    /**
     * Passes a value that has no room in its column.
     *
     * @return null, where the user does not want to fail
     */
    @Nullable
    Object unfit(String path, String why) {
        if (onMismatch == Mismatch.FAIL) {
            throw new RejectedException(
                    0,
                    "value_does_not_fit",
                    "field '" + path + "' of document '" + hit.id() + "' in index '" + hit.index() + "' " + why
                            + "; see the options 'array-fields', 'arrays' and 'on-mismatch', or give a schema");
        }
        parser.skipChildren();
        return null;
    }
}
