package dev.leat.datastore.mapping;

/** Whether a search brings a field along. */
public enum Fetching {
    ALWAYS,
    /** Only when the search names it: {@code @Store(false)}. */
    ON_REQUEST
}
