package dev.leat.app.parquet;

/** What a value does that its column has no room for. */
public enum OnMismatch {
    /** It ends the export, which names the field and the document. */
    FAIL,
    /** Its cell stays empty, and it goes as JSON into a column of its own. */
    JSON
}
