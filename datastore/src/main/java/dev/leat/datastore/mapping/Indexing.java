package dev.leat.datastore.mapping;

/** Whether a field can be searched. */
public enum Indexing {
    INDEXED,
    /** Only stored: {@code @Index(false)}. */
    STORED_ONLY
}
