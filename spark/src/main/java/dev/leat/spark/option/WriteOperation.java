package dev.leat.spark.option;

/** What becomes of the document that a row stands for. */
public enum WriteOperation {
    /** It is stored, replacing the one of that id. */
    INDEX,
    /** It is stored if there is none of that id; one that is there already and equal is taken for ours. */
    CREATE,
    /** Its fields are put into the one of that id, which is made if there is none. */
    UPSERT,
    /** The one of that id is removed. */
    DELETE
}
