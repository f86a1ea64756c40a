package dev.leat.datastore.schema;

/** Whether an operation may lose what is stored: the caller's explicit word, never a default. */
public enum Loss {
    REFUSED,
    ACCEPTED
}
