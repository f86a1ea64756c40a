package dev.leat.datastore.mapping;

/** Whether a field of a document holds one value or a list of them. */
public enum Plurality {
    ONE,
    MANY
}
