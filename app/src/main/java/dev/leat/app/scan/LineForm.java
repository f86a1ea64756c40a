package dev.leat.app.scan;

/** What a line of an export holds. */
public enum LineForm {
    /** The document's source, verbatim. */
    SOURCE,
    /** {@code {"_index","_id","_routing","_source"}}: enough to load it again under its own id. */
    WITH_META
}
