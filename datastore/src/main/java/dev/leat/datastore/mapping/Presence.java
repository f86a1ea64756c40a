package dev.leat.datastore.mapping;

/** Whether a component may be without a value. */
enum Presence {
    /** The class is {@code @NullMarked} and the component is not {@code @Nullable}, or it is primitive. */
    REQUIRED,
    OPTIONAL
}
