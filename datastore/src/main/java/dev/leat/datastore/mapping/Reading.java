package dev.leat.datastore.mapping;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One document, or a value, on its way from JSON to Java. Not thread-safe. */
record Reading(JsonParser in, Findings findings, Strictness strictness) {

    /** How much another form than our own is understood. */
    enum Strictness {
        /** Stored by whoever: other fields, numbers as text, a single value for a list. */
        LENIENT,
        /** Given by the program for a field: in the form in which we store it, or not at all. */
        STRICT
    }

    boolean isLenient() {
        return strictness == Strictness.LENIENT;
    }

    /** Notes a problem, and passes over the value. */
    @Nullable
    Object refuse(String problem) {
        findings.add(problem);
        in.skipChildren();
        return null;
    }

    /** A single value where one is expected; a list of one counts, if lenient. */
    @Nullable
    Object single(Codec codec, String expected) {
        if (!isLenient()) {
            return refuse("is a list, not " + expected);
        }
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return null;
        }
        Object value = in.currentToken() == JsonToken.VALUE_NULL ? null : codec.read(this);
        boolean more = false;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            in.skipChildren();
            more = true;
        }
        if (more) {
            findings.add("is a list of several, not " + expected);
        }
        return value;
    }
}
