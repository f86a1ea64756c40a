package dev.leat.spark.encode;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A document that is being written, and the first thing that is wrong with it. Not thread-safe. */
final class Writing {

    private final JsonGenerator json;
    private @Nullable String problem;

    Writing(JsonGenerator json) {
        this.json = json;
    }

    JsonGenerator json() {
        return json;
    }

    /** Says that a value cannot be written as it is; whoever calls writes the nearest thing to it. */
    void complain(String path, String reason) {
        if (problem == null) {
            problem = "field '" + path + "' " + reason;
        }
    }

    @Nullable
    String problem() {
        return problem;
    }
}
