package dev.leat.connect.mirror;

/**
 * Whether documents carry who may see them, in the field {@code _allow_access_control}. Another mode counts as a change of
 * every document.
 */
public enum Security {
    /** They do not: whoever may read the index sees all of it. */
    OPEN,
    /**
     * Every document does. One of which the source has said nothing, or that it lets nobody see, carries the single entry
     * {@code _nobody}, which no identity has: an empty list would not do, for Elasticsearch takes it for a missing field,
     * and a document without the field is visible to everyone.
     */
    DOCUMENT_LEVEL
}
