package dev.leat.datastore.mapping;

import tools.jackson.core.JsonGenerator;

/** One document on its way from Java to JSON. Not thread-safe. */
record Writing(JsonGenerator out, Findings findings) {

    /** Notes a problem; a null keeps the JSON well-formed, which nobody will see. */
    void refuse(String problem) {
        findings.add(problem);
        out.writeNull();
    }
}
