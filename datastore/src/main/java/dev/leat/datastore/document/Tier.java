package dev.leat.datastore.document;

/** Where documents of a collection are looked for. */
public enum Tier {

    /** In the collection itself. */
    HOT,

    /** In its archive. */
    ARCHIVE,

    /** In both. A document that is in both is found twice by a search, and in the collection by its id. */
    ALL
}
