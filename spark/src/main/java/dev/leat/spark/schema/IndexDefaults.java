package dev.leat.spark.schema;

import tools.jackson.databind.JsonNode;

/** The settings of one index that hold for fields which say nothing themselves. */
record IndexDefaults(Ignoring strings, Ignoring malformed) {

    /** Whether values may be left out of the index. */
    enum Ignoring {
        NEVER,
        POSSIBLY
    }

    /** Where the settings may not be seen. */
    static IndexDefaults unknown() {
        return new IndexDefaults(Ignoring.POSSIBLY, Ignoring.POSSIBLY);
    }

    /** @param settings flat */
    static IndexDefaults of(JsonNode settings) {
        String mode = settings.path("index.mode").asString("standard");
        boolean above = settings.has("index.mapping.ignore_above") || !mode.equals("standard");
        boolean malformed = settings.path("index.mapping.ignore_malformed")
                        .asString("false")
                        .equals("true")
                || mode.equals("logsdb");
        return new IndexDefaults(
                above ? Ignoring.POSSIBLY : Ignoring.NEVER, malformed ? Ignoring.POSSIBLY : Ignoring.NEVER);
    }

    /** Whether values of such a field may be left out though the field does not say so. */
    boolean mayIgnore(String type, boolean saysSo) {
        return type.equals("keyword")
                ? strings == Ignoring.POSSIBLY
                : !saysSo && malformed == Ignoring.POSSIBLY && !type.equals("text");
    }
}
